package powercut.writeboost;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.dm.BrokenInvariant;
import powercut.dm.StateDigest;
import powercut.runtime.Mutex;
import powercut.runtime.Runtime;
import powercut.runtime.WaitQueue;
import powercut.sysfs.Kobject;

/**
 * struct wb_cache: one cache device, its log and its daemons, shared by the devices attached to it (rules 9 to 15).
 *
 * <p>Invariants: record &lt;= last_migrated &lt;= last_flushed &lt; current id &lt;= record + N (rule 13, WB-A8); at
 * most one copy of a block is dirty (rule 14).
 *
 * <p>io_lock guards all fields where nothing else is said. It is never held while waiting for anything but the devices
 * below (WB-B7). Only {@link Recovery} and a foreground write-back do I/O with it held.
 */
public final class WbCache {
    final int id;
    final BlockDevice device;
    public final Geometry geometry;
    public final Runtime runtime;
    final Registry registry;
    final Tunables tunables = new Tunables();
    final Stat stat = new Stat();
    final HashTable ht = new HashTable();
    public final Mutex ioLock;
    /** For a free slot or buffer, the flush of a segment, reads in flight, the end of migration. */
    public final WaitQueue wait;
    final DmSafeIo io;
    final RamBuffers rambufPool;
    final SuperblockRecord superblock;
    final FlushDaemon flushDaemon;
    final MigrateDaemon migrateDaemon;
    final Barriers barriers;
    final CurrentBuffer currentBuffer;
    private final Recovery recovery;
    private final Consumer<String> errorLog;
    private final Map<Long, SegmentHeader> segmentHeaderArray = new ConcurrentHashMap<>(); // by slot; only looked up
    private final AtomicLongArray nrDirtyCaches = new AtomicLongArray(Registry.WB_NR_SLOTS); // by device id

    volatile long lastFlushedSegmentId; // its header is written; the next three are set with io_lock held
    volatile long lastDurableSegmentId; // its header is known to be durable
    volatile long lastMigratedSegmentId; // nothing is dirty in it nor before it, and that is durable
    int users; // targets, and the mgr if it resumed the cache; guarded by the registry, as the next
    boolean ofMgr; // one of the users is or was the mgr, which has resumed it
    private Kobject kobj; // null until the log is recovered
    private boolean recovered;
    private volatile int recoveryErrno; // negative if recovery was refused: nothing may be read (D2)
    private volatile String error; // why nothing can be written any more; null if it can
    private volatile boolean onTerminate;

    /** @param errorLog takes DMERR lines */
    WbCache(int id, BlockDevice device, Geometry geometry, Runtime runtime, Registry registry,
            Consumer<String> errorLog) {
        this.id = id;
        this.device = device;
        this.geometry = geometry;
        this.runtime = runtime;
        this.registry = registry;
        this.errorLog = errorLog;
        Steps steps = registry.steps();
        ioLock = runtime.mutex("io_lock");
        wait = runtime.waitQueue("wb_cache");
        io = steps.dmSafeIo(runtime);
        rambufPool = steps.ramBuffers(geometry.segmentSectors() * Sectors.BYTES);
        superblock = steps.superblockRecord(this);
        flushDaemon = steps.flushDaemon(this);
        migrateDaemon = steps.migrateDaemon(this);
        barriers = steps.barriers(this);
        currentBuffer = steps.currentBuffer(this);
        recovery = steps.recovery(this);
    }

    // ---- life

    /**
     * resume_cache: recovers the log; once that has succeeded it does nothing. Task context.
     *
     * @return 0, or a negative errno; then all I/O of the attached devices fails
     */
    int resume() {
        ioLock.lock();
        if (!recovered) {
            recoveryErrno = recovery.recoverCache();
            recovered = recoveryErrno == 0;
            if (recovered) {
                kobj = registry.steps().cacheSysfs().add(this);
            }
        }
        ioLock.unlock();
        return recoveryErrno;
    }

    /** What a recovery that was refused has found so far. */
    void forget() {
        ht.clear();
        segmentHeaderArray.clear();
        for (int deviceId = 0; deviceId < Registry.WB_NR_SLOTS; deviceId++) {
            nrDirtyCaches.set(deviceId, 0);
        }
    }

    /** free_cache: what is in RAM goes to the log first (WB-A17); then the daemons end. Nobody uses it any more. */
    void free() {
        onTerminate = true;
        if (recovered) {
            kobj.del();
            currentBuffer.flushOnStop();
        }
        flushDaemon.drain();
        barriers.stop();
        migrateDaemon.drain();
    }

    /** Whether it is to be freed: the migration daemon stops. */
    boolean onTerminate() {
        return onTerminate;
    }

    // ---- errors

    /** The log cannot be written any more, ever; reads still find everything. */
    void fail(String why) {
        if (error == null) {
            error = why;
            logError("cache device " + device.name() + ": " + why);
        }
        wait.wakeAll();
    }

    public boolean hasError() {
        return error != null;
    }

    /** Whether recovery was refused: the backing devices may hold older versions. */
    boolean isUnreadable() {
        return recoveryErrno != 0;
    }

    void logError(String message) {
        errorLog.accept("writeboost: " + message);
    }

    // ---- what the steps share

    /** get_segment_header_by_id: the slot that segment {@code segmentId} is or will be in. Any context. */
    SegmentHeader segment(long segmentId) {
        return segmentHeaderArray.computeIfAbsent(geometry.slotOf(segmentId), SegmentHeader::new);
    }

    /** Sectors of the smallest I/O that the cache device takes, at most 8. */
    int unitSectors() {
        return device.limits().logicalBlockBytes() / Sectors.BYTES;
    }

    /** The device of a block in the log. */
    WbDevice wbDevice(int deviceId) {
        return registry.wbDevice(deviceId);
    }

    /** FLUSH of the cache device: the headers written before it are durable. Without io_lock. False is for good. */
    boolean flushDevice() {
        long flushed = lastFlushedSegmentId;
        if (!io.flush(device)) {
            fail("FLUSH failed");
            return false;
        }
        ioLock.lock();
        lastDurableSegmentId = Math.max(lastDurableSegmentId, flushed);
        ioLock.unlock();
        return true;
    }

    /** Its header, and all before, have been written. Any context. */
    public long lastFlushedSegmentId() {
        return lastFlushedSegmentId;
    }

    /** Waits, with io_lock held but not while waiting. The condition must be readable without it. */
    void waitUnlocked(String what, BooleanSupplier condition) {
        BrokenInvariant.unless(ioLock.heldByCurrentTask(), "io_lock is held before a wait", id);
        ioLock.unlock();
        wait.await(what, condition);
        ioLock.lock();
    }

    /** Marks sectors of a block dirty. */
    void taint(Metablock mb, int bits) {
        if (!mb.isDirty()) {
            nrDirtyCaches.incrementAndGet(mb.deviceId); // inc_nr_dirty_caches
        }
        mb.dirtyBits |= bits;
    }

    /** cleanup_mb_if_dirty. */
    void cleanup(Metablock mb) {
        if (mb.isDirty()) {
            mb.dirtyBits = 0;
            nrDirtyCaches.decrementAndGet(mb.deviceId); // dec_nr_dirty_caches
        }
    }

    /** Dirty blocks of a device in this cache. Any context. */
    long nrDirtyCaches(int deviceId) {
        return nrDirtyCaches.get(deviceId);
    }

    void setAllowMigrate(boolean allow) {
        tunables.allowMigrate = allow;
        migrateDaemon.wake();
    }

    // ---- digest

    void digest(StateDigest digest) {
        digest.add(recoveryErrno).add(error != null).add(tunables.allowMigrate).add(tunables.nrMaxBatchedMigration)
                .add(tunables.barrierDeadlineMs).add(barriers.timerPending()).add(lastFlushedSegmentId)
                .add(lastDurableSegmentId).add(lastMigratedSegmentId).add(superblock.record());
        recovery.digest(digest);
        currentBuffer.digest(digest);
        migrateDaemon.digest(digest);
        for (Metablock mb : ht.all()) {
            if (mb.isDirty()) {
                digest.add(mb.deviceId).add(mb.sector).add(mb.dirtyBits).add(mb.seg.globalId).add(mb.line);
                digestBuffer(digest, mb);
            }
        }
        for (long segmentId = superblock.record() + 1; segmentId <= lastFlushedSegmentId; segmentId++) {
            digest.add(segment(segmentId).supersededBy).add(segment(segmentId).length);
        }
    }

    /** What is only in RAM. */
    private static void digestBuffer(StateDigest digest, Metablock mb) {
        digest.add(mb.seg.isInRam());
        if (mb.seg.isInRam()) {
            int first = (mb.line + 1) * Geometry.LINE_SECTORS * Sectors.BYTES;
            for (int i = first; i < first + Geometry.LINE_SECTORS * Sectors.BYTES; i++) {
                digest.add(mb.seg.rambuf[i]);
            }
        }
    }
}
