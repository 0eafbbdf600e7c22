package powercut.sysfs;

/** Why a file of the tree could not be read or written: what a system call would return, and what the log would say. */
public final class SysfsException extends Exception {
    private final int errno;

    /**
     * @param errno negative
     * @param text one line for a person
     */
    public SysfsException(int errno, String text) {
        super(text, null, false, false);
        this.errno = errno;
    }

    /** Negative. */
    public int errno() {
        return errno;
    }
}
