package powercut.writecache.published;

import powercut.writecache.WritebackEndio;
import powercut.writecache.WritecacheState;

/**
 * WC-24: after an error no block is freed, and nothing else wakes those who wait for the end of writeback.
 */
public final class NoWakeAfterError extends WritebackEndio {
    public NoWakeAfterError(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected void writebackSizeHasShrunk() {
    }
}
