package powercut.writecache.published;

import powercut.runtime.Mutex;
import powercut.runtime.Runtime;
import powercut.runtime.WaitQueue;
import powercut.writecache.FreelistWait;

/**
 * WC-23: a wake reaches one waiter only (swake_up); after an error the others sleep for ever.
 */
public final class WakesOneWaiter extends FreelistWait {
    public WakesOneWaiter(Runtime runtime, Mutex lock) {
        super(runtime, lock);
    }

    @Override
    protected void wake(WaitQueue waiters) {
        waiters.wakeOne();
    }
}
