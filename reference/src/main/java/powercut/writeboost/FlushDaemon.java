package powercut.writeboost;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.runtime.WorkQueue;

/**
 * The flush daemon, flush_proc: writes queued segments to the log, strictly in order, and ends the barriers that waited
 * for them (rules 30 and 34).
 *
 * <p>The commit is by order: data areas, FLUSH, headers. So a header on the medium means that its data is there;
 * whether the header is whole, its laps tell (WB-A1). Everything queued meanwhile goes together: it costs one FLUSH of
 * the cache device, however many segments that is, and a second one when barriers wait for them. Nothing orders the
 * headers among each other: after a power failure one may be there without those before it (WB-A2).
 *
 * <p>When the cache device fails for good, the log can only end there: the cache goes into error, the segments not yet
 * written stay in RAM, readable, and every barrier fails (WB-A13, WB-C6).
 */
public class FlushDaemon {
    private final WbCache cache;
    private final Queue<FlushContext> flushQueue = new ConcurrentLinkedQueue<>();
    private final WorkQueue flushWq;
    private final WorkQueue.Work flushWork;

    /**
     * struct flush_context.
     *
     * @param seg what is to be written; null if nothing new is
     * @param barrierIos end when it is durable, with all before it
     */
    record FlushContext(SegmentHeader seg, List<Bio> barrierIos) {}

    public FlushDaemon(WbCache cache) {
        this.cache = cache;
        this.flushWq = cache.runtime.workQueue("flushwq");
        this.flushWork = flushWq.work("flush_work", this::flushProc);
    }

    /** With io_lock held, in the order of ids. */
    final void queue(FlushContext context) {
        flushQueue.add(context);
        flushWork.queue();
    }

    private void flushProc() {
        while (!flushQueue.isEmpty()) {
            List<SegmentHeader> segments = new ArrayList<>();
            List<Bio> barrierIos = new ArrayList<>();
            for (FlushContext next = flushQueue.poll(); next != null; next = flushQueue.poll()) {
                if (next.seg != null) {
                    segments.add(next.seg);
                }
                barrierIos.addAll(next.barrierIos);
            }
            flush(segments, barrierIos);
        }
    }

    private void flush(List<SegmentHeader> segments, List<Bio> barrierIos) {
        if (!segments.isEmpty() && !cache.hasError()) {
            if (writeSegments(segments)) {
                flushDone(segments);
            } else {
                cache.fail("segment " + segments.get(0).globalId + " cannot be written to the log");
            }
        }
        if (!barrierIos.isEmpty()) {
            Status status = makeDurable();
            barrierIos.forEach(bio -> bio.end(status));
        }
    }

    /** Writes segments so that no header is on the medium before its data; returns whether they are written. */
    protected boolean writeSegments(List<SegmentHeader> segments) {
        return writeData(segments) && cache.flushDevice() && writeHeaders(segments);
    }

    protected final boolean writeData(List<SegmentHeader> segments) {
        return writeData(segments, false);
    }

    /** @param fua so that it is durable when it ends */
    protected final boolean writeData(List<SegmentHeader> segments, boolean fua) {
        DmSafeIo.Batch batch = cache.io.batch();
        segments.forEach(seg -> add(batch, seg, Geometry.LINE_SECTORS, seg.length * Geometry.LINE_SECTORS, fua));
        return batch.submitAndAwait();
    }

    protected final boolean writeHeaders(List<SegmentHeader> segments) {
        DmSafeIo.Batch batch = cache.io.batch();
        segments.forEach(seg -> add(batch, seg, 0, Geometry.LINE_SECTORS, false));
        return batch.submitAndAwait();
    }

    /** Header and data in one request, as the driver does. */
    protected final boolean writeAtOnce(List<SegmentHeader> segments) {
        DmSafeIo.Batch batch = cache.io.batch();
        segments.forEach(seg -> add(batch, seg, 0, (seg.length + 1) * Geometry.LINE_SECTORS, false));
        return batch.submitAndAwait();
    }

    /** Adds a write of sectors of the RAM buffer to the same place of the slot. */
    private void add(DmSafeIo.Batch batch, SegmentHeader seg, int sector, int sectors, boolean fua) {
        long start = cache.geometry.segmentStart(seg.slot) + sector;
        byte[] rambuf = seg.rambuf;
        batch.add(cache.device, () -> Bio.write(start, sectors, rambuf, sector * Sectors.BYTES, false, fua));
    }

    /** flush_done: from now on the segments are read from the cache device, and may be migrated. */
    private void flushDone(List<SegmentHeader> segments) {
        cache.ioLock.lock();
        for (SegmentHeader seg : segments) {
            cache.lastFlushedSegmentId = seg.globalId;
            cache.rambufPool.release(seg);
        }
        cache.ioLock.unlock();
        cache.wait.wakeAll();
        cache.migrateDaemon.wake();
    }

    /** What the barriers wait for: every header written so far is durable. Its failure is theirs (WB-A13). */
    protected Status makeDurable() {
        return !cache.hasError() && cache.flushDevice() ? Status.OK : Status.IOERR;
    }

    /** Waits until everything queued is written. Task context. */
    final void drain() {
        flushWq.drain();
    }
}
