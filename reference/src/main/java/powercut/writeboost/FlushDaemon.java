package powercut.writeboost;

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
 * <p>The commit is by order: data area, FLUSH, header. So a header on the medium means that its data is there; whether
 * the header is whole, its laps tell (WB-A1). It costs a FLUSH of the cache device per segment, and a second one when
 * barriers wait for it.
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
        for (FlushContext next = flushQueue.poll(); next != null; next = flushQueue.poll()) {
            flush(next);
        }
    }

    private void flush(FlushContext context) {
        SegmentHeader seg = context.seg;
        if (seg != null && !cache.hasError()) {
            if (writeSegment(seg)) {
                flushDone(seg);
            } else {
                cache.fail("segment " + seg.globalId + " cannot be written to the log");
            }
        }
        if (!context.barrierIos.isEmpty()) {
            Status status = makeDurable();
            context.barrierIos.forEach(bio -> bio.end(status));
        }
    }

    /** Writes a segment so that its header is never on the medium before its data; returns whether it is written. */
    protected boolean writeSegment(SegmentHeader seg) {
        return writeData(seg) && cache.flushDevice() && writeHeader(seg);
    }

    protected final boolean writeData(SegmentHeader seg) {
        return write(seg, Geometry.LINE_SECTORS, seg.length * Geometry.LINE_SECTORS, false);
    }

    /** So that it is durable when it ends. */
    protected final boolean writeDataFua(SegmentHeader seg) {
        return write(seg, Geometry.LINE_SECTORS, seg.length * Geometry.LINE_SECTORS, true);
    }

    /** Header and data in one request, as the driver does. */
    protected final boolean writeAtOnce(SegmentHeader seg) {
        return write(seg, 0, (seg.length + 1) * Geometry.LINE_SECTORS, false);
    }

    protected final boolean writeHeader(SegmentHeader seg) {
        return write(seg, 0, Geometry.LINE_SECTORS, false);
    }

    /** Writes sectors of the RAM buffer to the same place of the slot. */
    private boolean write(SegmentHeader seg, int sector, int sectors, boolean fua) {
        long start = cache.geometry.segmentStart(seg.slot) + sector;
        byte[] rambuf = seg.rambuf;
        return cache.io.retry(cache.device,
                () -> Bio.write(start, sectors, rambuf, sector * Sectors.BYTES, false, fua));
    }

    /** flush_done: from now on the segment is read from the cache device, and may be migrated. */
    private void flushDone(SegmentHeader seg) {
        cache.ioLock.lock();
        cache.lastFlushedSegmentId = seg.globalId;
        cache.rambufPool.release(seg);
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
