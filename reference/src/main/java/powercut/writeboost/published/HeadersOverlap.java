package powercut.writeboost.published;

import java.util.List;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.SegmentHeader;
import powercut.writeboost.WbCache;

/** As safe as the reference's commit, but headers may overtake each other: what WB-A2 and A3 need. */
public final class HeadersOverlap extends FlushDaemon {
    public HeadersOverlap(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean writeSegments(List<SegmentHeader> segments) {
        return writeData(segments, true) && writeHeaders(segments);
    }
}
