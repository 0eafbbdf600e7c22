package powercut.writecache;

import powercut.runtime.Mutex;
import powercut.runtime.Runtime;
import powercut.runtime.WaitQueue;

/**
 * freelist_wait: who waits for a free block, for writeback_size to shrink, or for an error. The waiters want different
 * things, so a wake is for all of them (WC-23).
 */
public class FreelistWait {
    private final Mutex lock; // wc->lock
    private final WaitQueue queue;

    protected FreelistWait(Runtime runtime, Mutex lock) {
        this.lock = lock;
        queue = runtime.waitQueue("freelist_wait");
    }

    /** Sleeps, without the lock, until something changed that may help: test again, errors first. */
    final void sleep(String what) {
        queue.sleep(what, lock);
    }

    /** With the lock held, so that whoever has tested its condition already waits. */
    final void wake() {
        if (queue.active()) {
            wake(queue);
        }
    }

    /** Wakes the waiters, of whom there is at least one. */
    protected void wake(WaitQueue waiters) {
        waiters.wakeAll();
    }
}
