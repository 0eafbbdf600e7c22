package powercut.writecache.published;

import powercut.block.Status;
import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/**
 * WC-08: the end of a data write does not look at its status, so the block is committed with whatever another sector
 * left in it.
 */
public final class FailedWriteKept extends Commit {
    public FailedWriteKept(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean isGoodData(Status status) {
        return true;
    }
}
