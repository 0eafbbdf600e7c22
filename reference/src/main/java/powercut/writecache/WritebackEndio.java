package powercut.writecache;

import java.util.List;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Errno;

/**
 * Frees blocks that were written to the origin: writecache_endio_thread (rule 29).
 *
 * <p>Invariant: a block is freed only when its content is durable on the origin, and it is durably free before anybody
 * can take it: the lock is held from freeing to the end of the commit.
 *
 * <p>The protected methods are the steps that a published defect replaces.
 */
public class WritebackEndio {
    private final WritecacheState wc;
    private final WritebackIo io;
    private final Kthread<Ended> thread;

    private record Ended(List<WcEntry> blocks, Status status) {}

    protected WritebackEndio(WritecacheState wc) {
        this.wc = wc;
        this.io = wc.writebackIo;
        this.thread = new Kthread<>(wc.runtime, "writecache_endio", this::endio);
    }

    /** Before the first write to the origin; task context. */
    final void start() {
        thread.start();
    }

    /** writecache_writeback_endio, writecache_copy_endio. Interrupt context. */
    final void ended(List<WcEntry> blocks, Status status) {
        thread.add(new Ended(blocks, status));
    }

    final void stop() {
        thread.stop();
    }

    private void endio(List<Ended> list) {
        Status flushed = io.needsOriginFlush() ? flushOrigin() : Status.OK;
        wc.lock.lock();
        if (!flushed.isOk()) {
            originFlushFailed();
        }
        int walked = 0;
        for (Ended ended : list) {
            if (!ended.status().isOk()) {
                io.setError(ended.status());
            }
            for (WcEntry e : ended.blocks()) {
                if (walked++ == io.endioLatency()) {
                    commitFreed();
                    wc.lock.unlock();
                    wc.lock.lock();
                    walked = 1;
                }
                end(e);
            }
        }
        commitFreed();
        wc.lock.unlock();
    }

    /** writecache_disk_flush of the origin. Without the lock, so that no error is set here (WC-25). */
    protected Status flushOrigin() {
        return wc.dmIo.sync(wc.origin, Bio.flush());
    }

    protected final void originFlushFailed() {
        wc.setError(Errno.EIO, "error flushing metadata: " + Errno.EIO); // of the origin, despite the text (WC-49)
    }

    private void end(WcEntry e) {
        Invariant.check(e.writeInProgress, "a block that was written to the origin is under writeback, index", e.index);
        e.writeInProgress = false;
        if (!wc.hasError()) {
            wc.freeEntry(e);
        }
        wc.writebackSize--;
        Invariant.check(wc.writebackSize >= 0, "writeback_size is not negative", wc.writebackSize);
    }

    private void commitFreed() {
        writebackSizeHasShrunk();
        wc.reads.waitForIos(); // a read of a freed block must not see its next content
        wc.commit.commitFlushed();
    }

    /** Some wait for just that, also where an error kept the blocks (WC-24). */
    protected void writebackSizeHasShrunk() {
        wc.freelistWait.wake();
    }
}
