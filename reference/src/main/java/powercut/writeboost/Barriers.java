package powercut.writeboost;

import java.util.ArrayList;
import java.util.List;
import powercut.block.Bio;
import powercut.runtime.Timer;
import powercut.runtime.WorkQueue;

/**
 * FLUSH and FUA bios that wait for their segment to be written, barrier_ios (rules 27 to 29): until it is full, or
 * until the deadline.
 */
public class Barriers {
    private final WbCache cache;
    private final List<Bio> barrierIos = new ArrayList<>(); // guarded by io_lock
    private final WorkQueue deadlineWq; // of its own: the system's may be busy with what waits for us (WB-B13)
    private final WorkQueue.Work deadlineWork;
    private final Timer deadlineTimer;

    public Barriers(WbCache cache) {
        this.cache = cache;
        this.deadlineWq = cache.runtime.workQueue("barrierwq");
        this.deadlineWork = deadlineWq.work("barrier_deadline_work", this::flushBarrierIos);
        this.deadlineTimer = cache.runtime.timer("barrier_deadline_timer", deadlineWork::queue);
    }

    /** queue_barrier_io: the bio ends when everything acknowledged before it is durable. With io_lock held. */
    final void queueBarrierIo(Bio bio) {
        add(bio);
        if (!deadlineTimer.pending()) {
            deadlineTimer.arm(deadlineMs());
        }
    }

    /** Milliseconds from now until waiting barriers are flushed; relative to now, not to boot (WB-C1). */
    protected long deadlineMs() {
        return cache.tunables.barrierDeadlineMs;
    }

    /** Adds a barrier that somebody flushes at once. With io_lock held. */
    final void add(Bio bio) {
        barrierIos.add(bio);
    }

    /** The barriers so far; from now on they are the caller's to end. With io_lock held. */
    final List<Bio> takeAll() {
        List<Bio> all = List.copyOf(barrierIos);
        barrierIos.clear();
        return all;
    }

    /** flush_barrier_ios; by now the list may have gone with a full segment (WB-B17). */
    private void flushBarrierIos() {
        cache.ioLock.lock();
        if (!barrierIos.isEmpty()) {
            cache.currentBuffer.queueFlushing();
        }
        cache.ioLock.unlock();
    }

    /** Ends the timer and the work (WB-B9); nobody may wait any more. Task context. */
    void stop() {
        deadlineTimer.cancelSync();
        deadlineWq.drain();
    }

    boolean timerPending() {
        return deadlineTimer.pending();
    }
}
