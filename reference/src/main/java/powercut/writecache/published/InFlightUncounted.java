package powercut.writecache.published;

import powercut.writecache.Writeback;
import powercut.writecache.WritecacheState;

/**
 * WC-46: each allocation below the high watermark queues writeback again, although enough blocks are on their way.
 */
public final class InFlightUncounted extends Writeback {
    public InFlightUncounted(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean isHighWatermarkReached() {
        return freelistSize() <= freelistHighWatermark();
    }
}
