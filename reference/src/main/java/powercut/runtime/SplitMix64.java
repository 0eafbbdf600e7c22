package powercut.runtime;

/**
 * Steele, Lea and Flood's SplitMix64 generator. Written out because a seed must give the same run on every JDK, and the
 * library's bounded numbers are not specified.
 */
final class SplitMix64 {
    /** One expiry among this many choices: an autocommit timer should fire now and then, not at once. */
    private static final int TIMER_ODDS = 32;

    private long state;

    SplitMix64(long seed) {
        this.state = seed;
    }

    long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0 to {@code bound - 1}. */
    int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Whether to take a timer although something else could happen. */
    boolean timerIsDue() {
        return nextInt(TIMER_ODDS) == 0;
    }
}
