package powercut.writeboost.published;

import java.util.List;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.SegmentHeader;
import powercut.writeboost.WbCache;

/** WB-A1: header and data are one write, so that the header may be durable without its data. */
public final class DataNotAwaited extends FlushDaemon {
    public DataNotAwaited(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean writeSegments(List<SegmentHeader> segments) {
        return writeAtOnce(segments);
    }
}
