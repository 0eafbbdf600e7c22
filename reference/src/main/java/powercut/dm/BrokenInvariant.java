package powercut.dm;

/**
 * A target found itself in a state that its protocol rules out: the kernel's BUG_ON. A finding, not a mistake of the
 * caller.
 */
public final class BrokenInvariant extends IllegalStateException {
    public BrokenInvariant(String message) {
        super(message);
    }

    /**
     * Throws unless {@code holds}; always on.
     *
     * @param claim what must hold, in words
     * @param value the number that the claim is about
     */
    public static void unless(boolean holds, String claim, long value) {
        if (!holds) {
            throw new BrokenInvariant(claim + ": " + value);
        }
    }
}
