package powercut.dm;

/**
 * A target found itself in a state that its protocol rules out: the kernel's BUG_ON. A finding, not a mistake of the
 * caller.
 */
public final class BrokenInvariant extends IllegalStateException {
    public BrokenInvariant(String message) {
        super(message);
    }
}
