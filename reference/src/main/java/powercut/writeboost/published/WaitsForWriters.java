package powercut.writeboost.published;

import powercut.writeboost.CurrentBuffer;
import powercut.writeboost.SegmentHeader;
import powercut.writeboost.WbCache;

/** A header is made when nobody copies to its segment any more, as the driver waits: what WB-B1 and B2 need. */
public final class WaitsForWriters extends CurrentBuffer {
    private final WbCache cache;

    public WaitsForWriters(WbCache cache) {
        super(cache);
        this.cache = cache;
    }

    @Override
    protected void prepareMetaRambuffer(SegmentHeader seg) {
        cache.wait.await("nr_inflight_ios", () -> !seg.isPinned());
        super.prepareMetaRambuffer(seg);
    }
}
