package powercut.writeboost;

import java.util.List;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.BrokenInvariant;
import powercut.dm.StateDigest;
import powercut.runtime.Completion;

/**
 * The segment that is being filled, current_seg with its RAM buffer, and the switch to the next: queue_current_buffer,
 * queue_flushing, flush_current_buffer_sync. Everything with io_lock held unless noted.
 *
 * <p>A full segment is queued before the next slot is asked for. The driver does it the other way round; but the slot
 * is free only when the superblock record covers what is in it, and the record may have to wait for the segment that is
 * still being filled (WB-A10). So there may be no current segment, until the next write opens one.
 */
public class CurrentBuffer {
    private final WbCache cache;
    private SegmentHeader seg; // null: none is open
    private volatile long nextId; // of the segment that is opened next; set with io_lock held

    public CurrentBuffer(WbCache cache) {
        this.cache = cache;
    }

    /** After recovery: the first segment will have that id. */
    void begin(long firstId) {
        nextId = firstId;
    }

    /** is_on_buffer. */
    final boolean isOnBuffer(Metablock mb) {
        return mb.seg == seg;
    }

    /** Whether a line can be taken without waiting; opens the next segment if it must and can. */
    boolean hasRoom() {
        if (seg != null && seg.length == cache.geometry.cachesInSegment()) {
            queueFlushing();
        }
        if (seg == null && canOpen(nextId)) {
            open();
        }
        return seg != null;
    }

    /**
     * Waits, without io_lock, until the next segment can be opened; the caller looks at everything again.
     *
     * @return false if it never will be, because of I/O errors
     */
    boolean waitForRoom() {
        long id = nextId;
        long failures = cache.migrateDaemon.reserve(id);
        cache.waitUnlocked("slot and buffer of segment " + id,
                () -> mayGoOn(id) || cache.hasError() || cache.migrateDaemon.failures() != failures);
        return mayGoOn(id) && !cache.hasError();
    }

    /** Whether segment {@code id} can be opened, or another writer has opened it meanwhile. Any context. */
    private boolean mayGoOn(long id) {
        return nextId != id || canOpen(id);
    }

    /** Whether slot and buffer of segment {@code id} are free. Any context. */
    private boolean canOpen(long id) {
        return id - cache.geometry.nrSegments() <= cache.migrateDaemon.lastReusableId()
                && cache.segment(id).nrInflightIos.get() == 0 && cache.rambufPool.isFree(id);
    }

    private void open() {
        SegmentHeader next = cache.segment(nextId);
        BrokenInvariant.unless(next.countDirty() == 0, "a segment is clean before its slot is used again",
                next.globalId);
        for (int i = 0; i < next.length; i++) {
            cache.ht.del(next.mb(i)); // discard_caches_inseg
        }
        next.reset(nextId);
        cache.rambufPool.take(next);
        seg = next;
        opened(next);
        nextId = next.globalId + 1;
        cache.wait.wakeAll(); // other writers wait for the same segment
    }

    /** A segment is the current one; its lines are used from the first on (WB-C20). */
    protected void opened(SegmentHeader next) {}

    /** The next line, for that block, without dirty sectors; {@link #hasRoom} has said that there is one. */
    Metablock takeLine(int deviceId, long sector) {
        Metablock mb = seg.addLine(cache.geometry.cachesInSegment());
        mb.dirtyBits = 0;
        cache.ht.register(mb, deviceId, sector);
        return mb;
    }

    /**
     * queue_flushing: hands the current segment, if anything is in it, and the barriers waiting so far to the flush
     * daemon. An empty segment is kept (WB-C21).
     */
    protected void queueFlushing() {
        List<Bio> barrierIos = cache.barriers.takeAll();
        if (seg != null && seg.length > 0 || takesEmptySegment(barrierIos)) {
            prepareMetaRambuffer(seg);
            cache.flushDaemon.queue(new FlushDaemon.FlushContext(seg, barrierIos));
            seg = null;
        } else if (!barrierIos.isEmpty()) {
            cache.flushDaemon.queue(new FlushDaemon.FlushContext(null, barrierIos));
        }
    }

    /** Whether barriers get a segment of their own where nothing is to be written. */
    protected boolean takesEmptySegment(List<Bio> barrierIos) {
        return false;
    }

    /** Opens the next segment if none is open, and takes a line that holds nothing; false if it is not free. */
    protected final boolean openEmpty() {
        if (seg == null && canOpen(nextId)) {
            open();
        }
        if (seg != null && seg.length == 0) {
            seg.skipLine(cache.geometry.cachesInSegment());
        }
        return seg != null;
    }

    /** prepare_meta_rambuffer: the header is final from here on. */
    protected void prepareMetaRambuffer(SegmentHeader seg) {
        int lap = cache.geometry.lapOf(seg.globalId);
        MetablockDevice[] mbarr = new MetablockDevice[seg.length];
        for (int i = 0; i < seg.length; i++) {
            Metablock mb = seg.mb(i);
            mbarr[i] = new MetablockDevice(mb.sector, mb.deviceId, mb.dirtyBits, lap);
        }
        new SegmentHeaderDevice(seg.globalId, lap, List.of(mbarr)).encode(seg.rambuf);
    }

    /**
     * flush_current_buffer_sync: when it returns, everything acknowledged before is durable on the cache device
     * (WB-A18): it goes the way of a FLUSH without waiting for the deadline. Without io_lock, in task context.
     */
    protected Status flushSync() {
        Completion completion = cache.runtime.completion("flush_current_buffer");
        Bio flush = Bio.flush().onEnd(ended -> completion.complete());
        cache.ioLock.lock();
        cache.barriers.add(flush);
        queueFlushing();
        cache.ioLock.unlock();
        completion.await();
        return flush.status();
    }

    /** What is in RAM goes to the log when a device is suspended or the cache freed (WB-A17). */
    protected Status flushOnStop() {
        return flushSync();
    }

    /** Id of the segment opened last. Any context. */
    protected final long lastOpenedId() {
        return nextId - 1;
    }

    /** Id of the current segment; of the next one while none is open. */
    long segmentId() {
        return seg == null ? nextId : seg.globalId;
    }

    /** Index of the line written last. */
    long cursor() {
        long first = cache.geometry.slotOf(segmentId()) * cache.geometry.cachesInSegment();
        return Math.floorMod(first + (seg == null ? 0 : seg.length) - 1, cache.geometry.nrCaches());
    }

    void digest(StateDigest digest) {
        digest.add(nextId).add(seg == null ? -1 : seg.globalId);
    }
}
