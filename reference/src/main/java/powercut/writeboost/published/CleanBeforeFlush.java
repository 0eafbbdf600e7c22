package powercut.writeboost.published;

import java.util.List;
import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.SegmentHeader;
import powercut.writeboost.WbCache;

/** WB-A11, in the background: blocks are clean as soon as they are written, before the backing devices are flushed. */
public final class CleanBeforeFlush extends MigrateDaemon {
    public CleanBeforeFlush(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean flushAndClean(List<SegmentHeader> segments, List<Block> blocks) {
        segments.forEach(this::cleanupSegment);
        return flushBackings(blocks);
    }
}
