package powercut.writeboost.published;

import powercut.writeboost.SuperblockRecord;
import powercut.writeboost.WbCache;

/** WB-A7, its first half: records as migrated what may not be in the log after a power failure. */
public final class RecordAheadOfLog extends SuperblockRecord {
    public RecordAheadOfLog(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean flushLog() {
        return true;
    }
}
