package powercut.stress;

import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/** Deliberately broken: commits without waiting for the data of what it commits, and without writing the entries. */
final class CommitsWithoutData extends Commit {
    CommitsWithoutData(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean makeUncommittedDurable() {
        return true;
    }
}
