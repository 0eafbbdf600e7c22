package powercut.writeboost.published;

import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.SegmentHeader;
import powercut.writeboost.WbCache;

/** WB-B5: discards the data of a segment while reads of it are under way. */
public final class DiscardsUnderReaders extends MigrateDaemon {
    public DiscardsUnderReaders(WbCache cache) {
        super(cache);
    }

    @Override
    protected void waitForReads(SegmentHeader seg) {}
}
