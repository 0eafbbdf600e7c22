package powercut.writecache.published;

import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/**
 * WC-06 c: suspend commits although an error is set. The first error stays, so the commit cannot tell that its own
 * first half fails as well, and writes the superblock.
 */
public final class CommitBeginsAfterError extends Commit {
    public CommitBeginsAfterError(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean isBarred() {
        return false;
    }

    @Override
    protected boolean makeUncommittedDurable() {
        boolean hadError = super.isBarred();
        return super.makeUncommittedDurable() || hadError;
    }
}
