package powercut.dm;

/**
 * A 64-bit digest of a target's state, order sensitive. Equal states give equal digests; the chance that two different
 * ones of n states collide is about n * n / 2^65.
 */
public final class StateDigest {
    private long hash = 0x9E3779B97F4A7C15L;

    public StateDigest add(long value) {
        hash = Long.rotateLeft(hash + value * 0xBF58476D1CE4E5B9L, 31) * 0x94D049BB133111EBL;
        return this;
    }

    public StateDigest add(boolean value) {
        return add(value ? 1L : 0L);
    }

    public long value() {
        long mixed = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
