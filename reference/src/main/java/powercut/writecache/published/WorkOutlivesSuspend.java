package powercut.writecache.published;

import powercut.runtime.WorkQueue;
import powercut.writecache.Writeback;
import powercut.writecache.WritecacheState;

/**
 * WC-21: suspend waits for the work that is queued and not for what that queues, and writeback does not see that the
 * device is suspended: it works on after suspend, and after the target is gone.
 */
public final class WorkOutlivesSuspend extends Writeback {
    public WorkOutlivesSuspend(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean isSuspended() {
        return false;
    }

    @Override
    protected void drain(WorkQueue queue) {
        queue.flush();
    }
}
