package powercut.block;

/**
 * How a bio ended: the block layer's blk_status_t, as far as the targets use it. Device errors are results, never
 * exceptions.
 */
public enum Status {
    /** BLK_STS_OK. */
    OK(0, 0),
    /** BLK_STS_IOERR: the device or the target failed; what it wrote is the old or the new content. */
    IOERR(10, -5),
    /** BLK_STS_NOTSUPP: the device does not know this operation. */
    NOTSUPP(1, -95);

    private final int blkStatus;
    private final int errno;

    Status(int blkStatus, int errno) {
        this.blkStatus = blkStatus;
        this.errno = errno;
    }

    /** The number that the kernel gives this blk_status_t, and prints. */
    public int blkStatus() {
        return blkStatus;
    }

    /** The negative errno that a driver gets from blk_status_to_errno, 0 for {@link #OK}. */
    public int errno() {
        return errno;
    }

    public boolean isOk() {
        return this == OK;
    }
}
