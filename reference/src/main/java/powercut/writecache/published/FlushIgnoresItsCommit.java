package powercut.writecache.published;

import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/**
 * WC-05: a FLUSH looks for an error before its commit and not after it, so it ends well although nothing was
 * committed.
 */
public final class FlushIgnoresItsCommit extends Commit {
    public FlushIgnoresItsCommit(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean flushFailed() {
        return false;
    }
}
