package powercut.writecache;

import java.util.List;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Errno;

/**
 * Frees blocks whose copy has ended: writecache_endio_thread (rule 29).
 *
 * <p>Invariant: a block is freed only when its content is durable on the origin, and it is durably free before anybody
 * can take it: the lock is held from freeing to the end of the commit.
 */
final class WritebackEndio {
    private final WritecacheState wc;
    private final Kthread<Ended> thread;

    private record Ended(Writeback.Copy copy, Status status) {}

    WritebackEndio(WritecacheState wc) {
        this.wc = wc;
        this.thread = new Kthread<>(wc.runtime, "writecache_endio", this::endio);
    }

    /** Before the first copy; task context. */
    void start() {
        thread.start();
    }

    /** writecache_copy_endio. Interrupt context. */
    void copyEnded(Writeback.Copy copy, Status status) {
        thread.add(new Ended(copy, status));
    }

    void stop() {
        thread.stop();
    }

    private void endio(List<Ended> list) {
        Status flushed = wc.dmIo.sync(wc.origin, Bio.flush());
        wc.lock.lock();
        if (!flushed.isOk()) {
            wc.setError(Errno.EIO, "error flushing metadata: " + Errno.EIO); // of the origin, despite the text (WC-49)
        }
        for (Ended ended : list) {
            endioSsd(ended);
        }
        wc.wakeFreelistWaiters(); // writeback_size has shrunk, also where an error kept the blocks (WC-24)
        wc.reads.waitForIos(); // a read of a freed block must not see its next content
        wc.commit.commitFlushed();
        wc.lock.unlock();
    }

    /** __writecache_endio_ssd for one copy. */
    private void endioSsd(Ended ended) {
        if (!ended.status().isOk()) {
            wc.setError(Errno.EIO, "copy error");
        }
        int first = ended.copy().first().index;
        for (int b = first; b < first + ended.copy().nEntries(); b++) {
            WcEntry e = wc.entries[b];
            Invariant.check(e.writeInProgress, "a block whose copy ended is under writeback, index", b);
            e.writeInProgress = false;
            if (!wc.hasError()) {
                wc.freeEntry(e);
            }
            wc.writebackSize--;
        }
        Invariant.check(wc.writebackSize >= 0, "writeback_size is not negative", wc.writebackSize);
    }
}
