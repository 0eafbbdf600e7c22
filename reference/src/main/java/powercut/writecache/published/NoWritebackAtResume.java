package powercut.writecache.published;

import powercut.writecache.Writeback;
import powercut.writecache.WritecacheState;

/**
 * WC-22: a cache that is full at resume starts no writeback, and a write that waits for a free block waits for ever.
 */
public final class NoWritebackAtResume extends Writeback {
    public NoWritebackAtResume(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected void resume() {
    }
}
