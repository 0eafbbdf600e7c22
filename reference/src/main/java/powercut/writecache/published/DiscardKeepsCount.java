package powercut.writecache.published;

import powercut.writecache.Discard;
import powercut.writecache.WritecacheState;

/**
 * WC-15 a: an uncommitted block that is discarded still counts as uncommitted, so the next autocommit comes too
 * early.
 */
public final class DiscardKeepsCount extends Discard {
    public DiscardKeepsCount(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected void forgetUncommitted() {
    }
}
