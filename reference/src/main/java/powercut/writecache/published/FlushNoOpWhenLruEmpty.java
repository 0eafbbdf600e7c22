package powercut.writecache.published;

import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/**
 * WC-04: a flush returns at once when the LRU is empty, although a block that was overwritten in place and then taken
 * for writeback still needs the cache device's flush.
 */
public final class FlushNoOpWhenLruEmpty extends Commit {
    public FlushNoOpWhenLruEmpty(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean hasNothingToFlush() {
        return lruIsEmpty() || super.hasNothingToFlush();
    }
}
