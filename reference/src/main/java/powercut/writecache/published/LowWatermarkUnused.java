package powercut.writecache.published;

import powercut.writecache.Writeback;
import powercut.writecache.WritecacheState;

/**
 * WC-41: writeback stops at the high watermark, at which it has started.
 */
public final class LowWatermarkUnused extends Writeback {
    public LowWatermarkUnused(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected int freelistLowWatermark() {
        return freelistHighWatermark();
    }
}
