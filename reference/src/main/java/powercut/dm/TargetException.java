package powercut.dm;

/** A constructor's refusal: the text that the driver leaves in ti->error, and its errno. */
public final class TargetException extends Exception {
    private final int errno;

    /**
     * @param text the driver's error text
     * @param errno negative
     */
    public TargetException(String text, int errno) {
        super(text, null, false, false);
        this.errno = errno;
    }

    /** Negative. */
    public int errno() {
        return errno;
    }
}
