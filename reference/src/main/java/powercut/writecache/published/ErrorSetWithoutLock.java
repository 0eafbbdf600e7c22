package powercut.writecache.published;

import powercut.block.Status;
import powercut.writecache.WritebackEndio;
import powercut.writecache.WritecacheState;

/**
 * WC-25: a failed FLUSH of the origin sets the error without the lock, between the test and the sleep of a writer.
 */
public final class ErrorSetWithoutLock extends WritebackEndio {
    public ErrorSetWithoutLock(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected Status flushOrigin() {
        Status status = super.flushOrigin();
        if (!status.isOk()) {
            originFlushFailed();
        }
        return Status.OK; // or the corrected endio would set the error once more, with the lock
    }
}
