package powercut.writecache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import powercut.runtime.WorkQueue;

/**
 * Moves committed blocks to the origin: writecache_writeback (rules 24 to 28). It starts when the free blocks fall to
 * the high watermark's and stops when they pass the low one's (WC-41); blocks already under writeback count as free
 * (WC-46).
 *
 * <p>Invariant: a block is under writeback only if it is committed, and no older version of its sector is, so the
 * versions of a sector reach the origin in order.
 *
 * <p>The protected methods are the steps that a published defect replaces.
 */
public class Writeback {
    private static final int WRITEBACK_LATENCY = 64; // entries walked before others get a turn
    private static final int MAX_BLOCKS_PER_RUN = 256; // BIO_MAX_PAGES

    private final WritecacheState wc;
    private final WritebackIo io;
    private final WritebackEndio endio;
    private final WorkQueue.Work work;

    protected Writeback(WritecacheState wc) {
        this.wc = wc;
        this.io = wc.writebackIo;
        this.endio = wc.steps.endio.apply(wc);
        this.work = wc.writebackWq.work("writeback_work", this::writeback);
    }

    /** Any context. */
    final void queue() {
        work.queue();
    }

    /** Starts writeback if the high watermark is reached; with the lock held, after each allocation. */
    final void verifyWatermark() {
        if (isHighWatermarkReached()) {
            work.queue();
        }
    }

    protected boolean isHighWatermarkReached() {
        return wc.freelist.size() + wc.writebackSize <= wc.freelistHighWatermark;
    }

    /** With the lock held: when the cache is full there will be no allocation to start writeback (WC-22). */
    protected void resume() {
        verifyWatermark();
    }

    /** At suspend, without the lock. */
    final void drain() {
        drain(wc.writebackWq);
    }

    /** Waits until the queue is empty: work may queue itself again while it is waited for (WC-21). */
    protected void drain(WorkQueue queue) {
        queue.drain();
    }

    /** Stops the thread behind it; nothing is under writeback. */
    final void stop() {
        endio.stop();
    }

    private void writeback() {
        wc.lock.lock();
        if (wc.writebackAll > 0) {
            wc.waitForWriteback();
        }
        if (wc.hasError()) {
            wc.lock.unlock();
            return;
        }
        if (wc.overwroteCommitted) {
            wc.writes.waitForIos(); // a copy must not miss an overwrite that ends before the block is freed
        }
        List<List<WcEntry>> runs = select();
        wc.lock.unlock();

        submit(runs);

        wc.lock.lock();
        if (wc.writebackAll > 0) {
            wc.waitForWriteback();
        }
        wc.lock.unlock();
    }

    /** Takes entries off the LRU, oldest first; each list of the result is one write to the origin. */
    private List<List<WcEntry>> select() {
        List<List<WcEntry>> runs = new ArrayList<>();
        Deque<WcEntry> skipped = new ArrayDeque<>();
        int walked = 0;
        while (!wc.lru.isEmpty() && wantsMore()) {
            WcEntry e = wc.lru.tail();
            if (!wc.isCommitted(e)) {
                wc.commit.flush(); // commits the entry, or drops it
                if (wc.hasError()) {
                    break;
                }
                continue;
            }
            if (isInterruptedAfter(++walked)) {
                if (!isSuspended()) {
                    work.queue();
                }
                break;
            }
            if (e.older != null) {
                Invariant.check(e.older.writeInProgress, "an older version is under writeback, index", e.older.index);
                wc.lru.remove(e);
                skipped.addFirst(e);
                continue;
            }
            List<WcEntry> run = selectRun(e);
            runs.add(run);
            walked += run.size() - 1;
        }
        skipped.removeIf(wc.metadata::isFree); // a commit has freed them as older versions, in pmem mode
        skipped.forEach(wc.lru::addTail);
        if (!skipped.isEmpty() && runs.isEmpty()) {
            wc.freelistWait.sleep("the end of a writeback, all entries have older versions under way");
        }
        return runs;
    }

    private boolean wantsMore() {
        return wc.writebackAll > 0 || wc.freelist.size() + wc.writebackSize <= freelistLowWatermark();
    }

    /** With more free blocks than these writeback stops (WC-41). */
    protected int freelistLowWatermark() {
        return wc.freelistLowWatermark;
    }

    /** Whether others get a turn, or the suspend that waits for this, after so many entries (WC-29). */
    protected boolean isInterruptedAfter(int walked) {
        return walked > WRITEBACK_LATENCY && wc.writebackAll == 0;
    }

    /** dm_suspended. */
    protected boolean isSuspended() {
        return wc.suspended.getAsBoolean();
    }

    /** Begins writeback of the entry and of those that follow it. */
    private List<WcEntry> selectRun(WcEntry first) {
        begin(first);
        List<WcEntry> run = new ArrayList<>(List.of(first));
        WcEntry last = first;
        while (run.size() < MAX_BLOCKS_PER_RUN) {
            WcEntry next = wc.tree.oldest(wc.metadata.originalSector(last) + wc.geometry.blockSectors());
            if (next == null || next.writeInProgress || !wc.isCommitted(next) || !io.joins(last, next)) {
                break;
            }
            begin(next);
            run.add(next);
            last = next;
        }
        return run;
    }

    private void begin(WcEntry e) {
        wc.lru.remove(e);
        e.writeInProgress = true;
        wc.writebackSize++;
    }

    /** Without the lock. */
    private void submit(List<List<WcEntry>> runs) {
        int left = 0; // blocks selected and not yet submitted
        for (List<WcEntry> run : runs) {
            left += run.size();
        }
        for (List<WcEntry> run : runs) {
            left -= run.size();
            endio.start();
            io.submit(run, status -> endio.ended(run, status));
            throttle(left);
        }
    }

    /** __writeback_throttle: waits while writeback_jobs blocks are in flight. */
    private void throttle(int left) {
        long maxJobs = wc.options.writebackJobsOr(wc.steps.arguments.writebackJobs());
        if (maxJobs > 0) {
            wc.lock.lock();
            while (wc.writebackSize - left >= maxJobs) {
                wc.freelistWait.sleep("fewer than writeback_jobs blocks in flight");
            }
            wc.lock.unlock();
        }
        wc.runtime.reschedule();
    }

    // ---- queries

    protected final int freelistSize() {
        return wc.freelist.size();
    }

    /** Free blocks; with no more than these writeback starts. */
    protected final int freelistHighWatermark() {
        return wc.freelistHighWatermark;
    }
}
