package powercut.runtime;

/**
 * Takes any alternative with equal probability, but a timer only rarely. The same seed gives the same run on every JDK.
 */
public final class RandomChooser implements Chooser {
    private final SplitMix64 random;

    public RandomChooser(long seed) {
        this.random = new SplitMix64(seed);
    }

    @Override
    public int choose(Alternatives alternatives) {
        int last = alternatives.size() - 1;
        if (alternatives.kind(last) != Kind.TIMER) {
            return random.nextInt(last + 1);
        }
        return random.timerIsDue() ? last : random.nextInt(last);
    }
}
