package powercut.writecache.published;

import powercut.block.BlockDevice;
import powercut.writecache.ArgumentRules;

/**
 * WC-27: the block size may be smaller than the sectors of a device below.
 */
public final class BlockSizeUnchecked extends ArgumentRules {
    @Override
    protected void checkBlockSize(long blockSize, BlockDevice origin, BlockDevice cache) {
    }
}
