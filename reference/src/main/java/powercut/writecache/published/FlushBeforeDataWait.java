package powercut.writecache.published;

import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/**
 * WC-01: the only cache flush before the superblock goes out while data writes may still be in flight; their data can
 * then be lost although the superblock commits them. Fixed upstream by aa9509209c5a.
 */
public final class FlushBeforeDataWait extends Commit {
    public FlushBeforeDataWait(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean makeUncommittedDurable() {
        markUncommitted();
        boolean durable = commitFlushed();
        waitForData();
        return durable;
    }
}
