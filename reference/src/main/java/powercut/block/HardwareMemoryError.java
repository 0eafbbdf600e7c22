package powercut.block;

/** A load met a poisoned line: what the kernel reports as a machine check, and memcpy_mcsafe as bytes left. */
public final class HardwareMemoryError extends Exception {
    private static final long serialVersionUID = 1;

    private final long offset;

    /** @param offset first byte of the poisoned line */
    public HardwareMemoryError(long offset) {
        super("poisoned memory at byte " + offset);
        this.offset = offset;
    }

    /** First byte of the poisoned line. */
    public long offset() {
        return offset;
    }
}
