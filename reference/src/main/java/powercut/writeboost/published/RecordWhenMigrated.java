package powercut.writeboost.published;

import powercut.writeboost.SegmentHeader;
import powercut.writeboost.SuperblockRecord;
import powercut.writeboost.WbCache;

/** WB-A10: a segment is recorded although a newer copy of one of its blocks is in RAM only. */
public final class RecordWhenMigrated extends SuperblockRecord {
    public RecordWhenMigrated(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean mayRecord(SegmentHeader seg, long lastDurableId) {
        return true;
    }
}
