package powercut.writecache;

import java.util.concurrent.atomic.AtomicInteger;
import powercut.runtime.Runtime;
import powercut.runtime.WaitQueue;

/**
 * The bios of one direction that were sent to the cache device and have not ended: bio_in_progress[dir] and its wait
 * queue.
 */
final class BioInProgress {
    private final AtomicInteger count = new AtomicInteger();
    private final WaitQueue wait;
    private final String what;

    BioInProgress(Runtime runtime, String direction) {
        wait = runtime.waitQueue(direction);
        what = direction + " bios on the cache device";
    }

    /** A bio is being sent; with the lock held. */
    void begin() {
        count.incrementAndGet();
    }

    /** It has ended. Interrupt context. */
    void end() {
        if (count.decrementAndGet() == 0) {
            wait.wakeAll();
        }
    }

    /** writecache_wait_for_ios. Whoever holds the lock keeps it, so that no bio is added meanwhile. */
    void waitForIos() {
        if (count.get() != 0) {
            wait.await(what, () -> count.get() == 0);
        }
    }
}
