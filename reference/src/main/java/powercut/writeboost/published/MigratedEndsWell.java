package powercut.writeboost.published;

import powercut.block.BlockDevice;
import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.WbCache;

/** WB-A13, in the background: a FLUSH of a backing device that failed is ignored, and the segments are migrated. */
public final class MigratedEndsWell extends MigrateDaemon {
    public MigratedEndsWell(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean flushBacking(BlockDevice backing) {
        super.flushBacking(backing);
        return true;
    }
}
