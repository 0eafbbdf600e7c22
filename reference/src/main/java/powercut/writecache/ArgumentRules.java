package powercut.writecache;

import powercut.block.BlockDevice;
import powercut.dm.Errno;
import powercut.dm.TargetException;

/**
 * What writecache_ctr makes of its arguments where that is more than reading numbers (rules 35 and 36). The protected
 * methods are the steps that a published defect replaces.
 */
public class ArgumentRules {
    private static final int MAX_FEATURE_ARGS = 16;
    private static final int MAX_WRITEBACK_JOBS = 0x10000000 / Geometry.PAGE_SIZE; // 256 MiB in flight

    protected ArgumentRules() {}

    /** No device below may have larger sectors than the cache has blocks (WC-27). */
    protected void checkBlockSize(long blockSize, BlockDevice origin, BlockDevice cache) throws TargetException {
        if (blockSize < origin.limits().logicalBlockBytes() || blockSize < cache.limits().logicalBlockBytes()) {
            throw new TargetException("Block size is smaller than device logical block size", Errno.EINVAL);
        }
    }

    /** Words that may follow the count: all options at once, with their values (WC-45). */
    protected int maxFeatureArgs() {
        return MAX_FEATURE_ARGS;
    }

    /** Writeback must not stop before it starts (WC-42). Percent of used blocks. */
    protected void checkWatermarks(int high, int low) throws TargetException {
        if (high < low) {
            throw new TargetException("High watermark must be greater than or equal to low watermark", Errno.EINVAL);
        }
    }

    /**
     * The time from a write to the commit it starts, in milliseconds, for a table that says {@code given} (WC-40).
     */
    protected long autocommitTimeMs(long given) {
        return given;
    }

    /** Blocks in flight during writeback where the table does not say, 0 for no limit (WC-30). */
    protected long writebackJobs() {
        return MAX_WRITEBACK_JOBS;
    }
}
