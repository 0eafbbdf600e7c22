package powercut.writecache.published;

import powercut.writecache.Writeback;
import powercut.writecache.WritecacheState;

/**
 * WC-29: a run of writeback is interrupted only while the device is not suspended, so suspend waits until the low
 * watermark.
 */
public final class SuspendKeepsWritingBack extends Writeback {
    public SuspendKeepsWritingBack(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean isInterruptedAfter(int walked) {
        return super.isInterruptedAfter(walked) && !isSuspended();
    }
}
