package powercut.writecache.published;

import java.util.List;
import java.util.function.Consumer;
import powercut.block.Bio;
import powercut.dm.BrokenInvariant;
import powercut.runtime.Runtime;
import powercut.runtime.WaitQueue;
import powercut.writecache.Kthread;

/**
 * WC-26: the flush thread takes whatever wakes it up for a new bio. Where there is none, the driver finds the poison
 * that it has put there itself, and the thread dies of it. A wake-up that comes while a bio is handed over costs the
 * driver that bio's completion as well; here nobody waits for the thread with the lock held, so that cannot happen.
 */
public final class AnyWakeIsABio extends Kthread<Bio> {
    public AnyWakeIsABio(Runtime runtime, Consumer<List<Bio>> body) {
        super(runtime, "dm_writecache_flush", body);
    }

    @Override
    protected void waitForWork(WaitQueue queue) {
        long wakes = queue.wakes();
        if (!hasWork()) {
            queue.await("a wake-up", () -> queue.wakes() != wakes);
        }
        if (!hasWork()) {
            throw new BrokenInvariant("writecache: the flush thread takes a bio that is not there");
        }
    }
}
