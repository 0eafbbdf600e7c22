package powercut.writeboost.published;

import powercut.writeboost.CurrentBuffer;
import powercut.writeboost.SegmentHeader;
import powercut.writeboost.WbCache;

/**
 * WB-C20: a segment that follows recovery, or a segment that was not full, has nothing in its first line. One that has
 * no other line is spared: in the driver it carries nothing.
 */
public final class FirstLineSkipped extends CurrentBuffer {
    private final int lines; // of a segment
    private boolean forced = true; // recovery opens one, or the last one was not full

    public FirstLineSkipped(WbCache cache) {
        super(cache);
        this.lines = cache.geometry.cachesInSegment();
    }

    @Override
    protected void prepareMetaRambuffer(SegmentHeader seg) {
        super.prepareMetaRambuffer(seg);
        forced = seg.length() < lines;
    }

    @Override
    protected void opened(SegmentHeader next) {
        if (forced && lines > 1) {
            next.skipLine(lines);
        }
    }
}
