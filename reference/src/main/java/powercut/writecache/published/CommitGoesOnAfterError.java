package powercut.writecache.published;

import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/**
 * WC-06: a commit whose entries, or whose cache flush, have failed writes the superblock all the same: what it then
 * covers is partly not there, or without its data.
 */
public final class CommitGoesOnAfterError extends Commit {
    public CommitGoesOnAfterError(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean makeUncommittedDurable() {
        super.makeUncommittedDurable();
        return true;
    }
}
