package powercut.writeboost;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.dm.StateDigest;
import powercut.runtime.WorkQueue;

/**
 * The migration daemon, migrate_proc: brings dirty blocks to their backing devices, segment by segment, and makes slots
 * free (rules 35 to 40). It works when it is allowed to, or when a writer needs a slot; it is woken and never polls
 * (WB-B12).
 *
 * <pre>
 *   flushed -> migrated          read, write, FLUSH the backing devices, clean    migrate_linked_segments
 *           -> recorded          superblock                                       commit_super_block
 *           -> free to be used   wait for reads in flight, discard
 * </pre>
 *
 * <p>A segment is clean only after the FLUSH (WB-A11), and free only after the record (WB-A6). While blocks are on
 * their way, nobody else writes to the backing devices: an older version would arrive last (WB-B3, WB-B4).
 */
public class MigrateDaemon {
    private final WbCache cache;
    private final WorkQueue migrateWq;
    private final WorkQueue.Work migrateWork;
    private long reservingSegmentId; // a writer waits for its slot; 0: none; guarded by io_lock
    private volatile boolean migrating; // blocks are on their way to the backing devices; set with io_lock held
    private volatile long lastReusableId; // slots up to this segment may be used again
    private volatile long failures; // batches given up because of I/O errors

    /** A dirty block on its way: what the segment's data said, and the bits it had then. */
    protected record Block(WbDevice wb, long sector, int dirtyBits, byte[] data, int offset) {}

    public MigrateDaemon(WbCache cache) {
        this.cache = cache;
        this.migrateWq = cache.runtime.workQueue("migratewq");
        this.migrateWork = migrateWq.work("migrate_work", this::migrateProc);
    }

    /** After recovery: everything up to that segment is recorded and invalidated. */
    void begin(long lastMigratedId) {
        lastReusableId = lastMigratedId;
    }

    /** Has the daemon look at once whether there is something to do (WB-B12). Any context. */
    protected void wake() {
        migrateWork.queue();
    }

    /**
     * wait_for_migration, its first half: asks for the slot of segment {@code id}. With io_lock held.
     *
     * @return {@link #failures} now; when it changes, the daemon has given up
     */
    final long reserve(long id) {
        reservingSegmentId = id;
        long before = failures;
        wake();
        return before;
    }

    private void migrateProc() {
        boolean progress = true;
        while (progress && !cache.hasError() && !cache.onTerminate()) {
            progress = step();
        }
        cache.wait.wakeAll();
    }

    /** Does the next thing that is due; returns false if there is nothing, or if it failed. */
    private boolean step() {
        cache.ioLock.lock();
        long needed = reservingSegmentId == 0 ? 0 : reservingSegmentId - cache.geometry.nrSegments();
        if (needed <= lastReusableId) {
            reservingSegmentId = 0;
        }
        long migrated = cache.lastMigratedSegmentId;
        long candidates = cache.lastFlushedSegmentId - migrated;
        cache.ioLock.unlock();

        long recorded = cache.superblock.record();
        if (lastReusableId < lastReusable(recorded, migrated)) {
            release(lastReusable(recorded, migrated));
            return true;
        }
        if (recorded < needed && needed <= migrated) {
            return cache.superblock.commit() && cache.superblock.record() > recorded; // else a flush will wake us
        }
        if (candidates > 0 && (migrated < needed || cache.tunables.allowMigrate)) {
            return migrateLinkedSegments(migrated + 1,
                    migrated + Math.min(candidates, cache.tunables.nrMaxBatchedMigration));
        }
        return false;
    }

    /** The last segment whose slot may be used again and whose data may be discarded: the record decides (WB-A6). */
    protected long lastReusable(long recorded, long migrated) {
        return recorded;
    }

    // ---- migrate_linked_segments

    private boolean migrateLinkedSegments(long first, long last) {
        List<SegmentHeader> segments = new ArrayList<>();
        for (long id = first; id <= last; id++) {
            segments.add(cache.segment(id));
        }
        boolean ok = writeBack(segments);
        if (ok) {
            cache.ioLock.lock();
            cache.lastMigratedSegmentId = last;
            cache.ioLock.unlock();
        } else {
            cache.logError("segments " + first + " to " + last + " cannot be migrated");
            cache.ioLock.lock();
            reservingSegmentId = 0;
            cache.ioLock.unlock();
            failures++;
        }
        cache.wait.wakeAll();
        return ok;
    }

    /** Makes all dirty blocks of the segments durable on their backing devices and marks them clean. */
    private boolean writeBack(List<SegmentHeader> segments) {
        begin();
        List<Block> blocks = new ArrayList<>();
        boolean ok = true;
        for (int i = 0; ok && i < segments.size(); i++) {
            ok = memorizeDirtyState(segments.get(i), blocks);
        }
        ok = ok && submitMigrateIo(blocks) && flushAndClean(segments, blocks);
        end();
        return ok;
    }

    /** From here on nobody else writes to the backing devices. */
    private void begin() {
        cache.ioLock.lock();
        migrating = true;
        cache.ioLock.unlock();
    }

    private void end() {
        migrating = false;
        cache.wait.wakeAll();
    }

    /** memorize_dirty_state: reads the data area, then takes the dirty bits, which from now on can only shrink. */
    private boolean memorizeDirtyState(SegmentHeader seg, List<Block> blocks) {
        long start = cache.geometry.lineStart(seg.slot, 0);
        int length = seg.length; // it still grows where the current segment is migrated (WB-A8)
        byte[] data = new byte[length * Geometry.LINE_SECTORS * Sectors.BYTES];
        if (isDirty(seg) && !cache.io.retry(cache.device, () -> Bio.read(start, data))) {
            return false;
        }
        cache.ioLock.lock();
        for (int i = 0; i < length; i++) {
            Metablock mb = seg.mb(i);
            if (mb.isDirty()) {
                blocks.add(new Block(cache.wbDevice(mb.deviceId), mb.sector, mb.dirtyBits, data,
                        i * Geometry.LINE_SECTORS * Sectors.BYTES));
            }
        }
        cache.ioLock.unlock();
        return true;
    }

    private boolean isDirty(SegmentHeader seg) {
        cache.ioLock.lock();
        boolean dirty = seg.countDirty() > 0;
        cache.ioLock.unlock();
        return dirty;
    }

    /** submit_migrate_io: full blocks in one write, others sector by sector; in any order, one version of each. */
    private boolean submitMigrateIo(List<Block> blocks) {
        DmSafeIo.Batch batch = cache.io.batch();
        for (Block block : blocks) {
            if (block.dirtyBits == Geometry.FULL) {
                add(batch, block, 0, Geometry.LINE_SECTORS);
            } else {
                for (int i = 0; i < Geometry.LINE_SECTORS; i++) {
                    if ((block.dirtyBits >> i & 1) != 0) {
                        add(batch, block, i, 1);
                    }
                }
            }
        }
        return batch.submitAndAwait();
    }

    private static void add(DmSafeIo.Batch batch, Block block, int sector, int sectors) {
        batch.add(block.wb.device, () -> Bio.write(block.sector + sector, sectors, block.data,
                block.offset + sector * Sectors.BYTES, false, false));
    }

    /** First the FLUSH, then clean: a block that is clean has no other copy that recovery could use (WB-A11). */
    protected boolean flushAndClean(List<SegmentHeader> segments, List<Block> blocks) {
        boolean ok = flushBackings(blocks);
        if (ok) {
            segments.forEach(this::cleanupSegment);
        }
        return ok;
    }

    /** A failed FLUSH is a failed migration (WB-A13). */
    protected final boolean flushBackings(List<Block> blocks) {
        boolean ok = true;
        TreeSet<Integer> flushed = new TreeSet<>();
        for (Block block : blocks) {
            if (ok && flushesBackingOf(block.wb.id) && flushed.add(block.wb.id)) {
                BlockDevice backing = block.wb.device;
                ok = flushBacking(backing);
            }
        }
        return ok;
    }

    /** Every device that has an id (WB-C13). */
    protected boolean flushesBackingOf(int deviceId) {
        return true;
    }

    protected boolean flushBacking(BlockDevice backing) {
        return cache.io.flush(backing);
    }

    /** cleanup_segment. */
    protected final void cleanupSegment(SegmentHeader seg) {
        cache.ioLock.lock();
        for (int i = 0; i < seg.length; i++) {
            cache.cleanup(seg.mb(i));
        }
        cache.ioLock.unlock();
    }

    // ---- what is recorded becomes free

    private void release(long last) {
        for (long id = lastReusableId + 1; id <= last; id++) {
            SegmentHeader seg = cache.segment(id);
            waitForReads(seg);
            discard(Bio.discard(cache.geometry.lineStart(seg.slot, 0),
                    (long) seg.length * Geometry.LINE_SECTORS));
        }
        lastReusableId = last;
        cache.wait.wakeAll();
    }

    /** A read that was sent to the data area must find it as it was (WB-B5). */
    protected void waitForReads(SegmentHeader seg) {
        cache.wait.await("reads of segment " + seg.globalId, () -> seg.nrInflightIos.get() == 0);
    }

    /** The data area only: the header must not become anything. A device that does not take it loses nothing. */
    protected void discard(Bio dataArea) {
        cache.io.once(cache.device, dataArea);
    }

    // ---- queries, any context

    /** Whether the daemon's writes to the backing devices may be under way. */
    final boolean isMigrating() {
        return migrating;
    }

    final long lastReusableId() {
        return lastReusableId;
    }

    final long failures() {
        return failures;
    }

    /** Waits until the daemon has nothing to do. Task context. */
    final void drain() {
        migrateWq.drain();
    }

    void digest(StateDigest digest) {
        digest.add(lastReusableId).add(reservingSegmentId);
    }
}
