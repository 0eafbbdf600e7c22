package powercut.writecache;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.dm.Errno;
import powercut.dm.StateDigest;
import powercut.dm.TargetContext;
import powercut.runtime.Mutex;
import powercut.runtime.Runtime;
import powercut.runtime.Timer;
import powercut.runtime.WorkQueue;

/**
 * Everything one target knows: struct dm_writecache (rules 8 to 12), and the few operations on it that every step uses.
 *
 * <p>Invariant: a block is either on the freelist or in the tree; one in the tree is on the LRU, or under writeback, or
 * its writeback has failed. Fields are guarded by {@link #lock} where nothing else is said.
 */
public final class WritecacheState {
    final Runtime runtime;
    final BlockDevice origin; // dev
    final BlockDevice cache; // ssd_dev
    final Geometry geometry;
    final WritecacheOptions options;
    final Mode mode;
    final WritecacheSteps steps;
    final BooleanSupplier suspended; // dm_suspended
    final Metadata metadata;
    final WcEntry[] entries;
    final EntryTree tree;
    final Lru lru = new Lru();
    final FreeList freelist;
    final int freelistHighWatermark; // free blocks; with no more than these writeback starts
    final int freelistLowWatermark; // free blocks; with more than these it stops
    final DmIo dmIo;
    final Mutex lock;
    final FreelistWait freelistWait;
    final BioInProgress reads;
    final BioInProgress writes;
    final WorkQueue writebackWq;
    final WorkQueue.Work flushWork;
    final Timer autocommitTimer;
    final WritebackIo writebackIo;
    final Commit commit;
    private final Consumer<String> errorLog;

    int writebackSize; // blocks under writeback
    int uncommittedBlocks; // since the last commit
    long seqCount; // of the entries being written; those below are committed
    boolean overwroteCommitted; // a committed block was overwritten in place since the last flush of the cache device
    int writebackAll; // while positive, writeback ignores the watermarks
    boolean flushOnSuspend; // write everything back at the next suspend
    boolean metadataUnreadable; // recovery could not read the entries: no read can be answered (WC-10)
    int entriesRead; // by the recovery, below n_blocks only while it runs
    private volatile int error; // negative errno, 0 for none; the first one stays (WC-48); set with the lock held

    /** @param steps makes the parts: the reference's, but for those with a published defect */
    WritecacheState(TargetContext context, BlockDevice origin, BlockDevice cache, Geometry geometry,
            WritecacheOptions options, Mode mode, WritecacheSteps steps) {
        this.runtime = context.runtime();
        this.errorLog = context.errorLog();
        this.origin = origin;
        this.cache = cache;
        this.geometry = geometry;
        this.options = options;
        this.mode = mode;
        this.steps = steps;
        this.suspended = context.suspended();
        entries = new WcEntry[(int) geometry.nBlocks()];
        for (int b = 0; b < entries.length; b++) {
            entries[b] = new WcEntry(b);
        }
        freelist = mode.freelist(entries.length);
        freelistHighWatermark = freeBlocksAt(options.highWatermarkPercent());
        freelistLowWatermark = freeBlocksAt(options.lowWatermarkPercent());
        dmIo = new DmIo(runtime);
        lock = runtime.mutex("wc->lock");
        freelistWait = steps.freelistWait.apply(runtime, lock);
        reads = new BioInProgress(runtime, "read");
        writes = new BioInProgress(runtime, "write");
        writebackWq = runtime.workQueue("writecache-writeback");
        flushWork = writebackWq.work("flush_work", this::flushWork);
        autocommitTimer = runtime.timer("autocommit_timer", this::autocommitTimer);
        metadata = mode.metadata(this);
        tree = new EntryTree(metadata::originalSector);
        writebackIo = mode.writebackIo(this);
        commit = steps.commit.apply(this);
    }

    /** Free blocks when {@code percent} of the blocks are used, rounded as the driver does (rule 24). */
    private int freeBlocksAt(int percent) {
        return (int) ((geometry.nBlocks() * (100 - percent) + 50) / 100);
    }

    private void flushWork() {
        lock.lock();
        commit.flush();
        lock.unlock();
    }

    /** Interrupt context. */
    private void autocommitTimer() {
        if (!hasError()) {
            flushWork.queue();
        }
    }

    // ---- autocommit (rule 22)

    /** Whether so many blocks are uncommitted that they must be committed now. */
    boolean autocommitBlocksReached() {
        return uncommittedBlocks >= options.autocommitBlocksOr(mode.autocommitBlocks());
    }

    /** writecache_schedule_autocommit. */
    void scheduleAutocommit() {
        if (!autocommitTimer.pending()) {
            autocommitTimer.arm(options.autocommitTimeMsOrDefault());
        }
    }

    // ---- errors

    /** Any context. */
    boolean hasError() {
        return error != 0;
    }

    /** The sticky error, a negative errno, or 0. Any context. */
    int error() {
        return error;
    }

    /**
     * writecache_error. Only with the lock held: a task that has seen no error then stands in the queue before the
     * error is set, and the wake reaches it (WC-23, WC-25).
     */
    void setError(int errno, String message) {
        Invariant.check(lock.heldByCurrentTask(), "an error is set with the lock held", errno);
        if (error == 0) {
            error = errno;
            errorLog.accept(message);
        }
        freelistWait.wake();
    }

    /** A DMERR line that is no lasting error. */
    void logError(String message) {
        errorLog.accept(message);
    }

    /**
     * writecache_disk_flush of the cache device; with the lock held, in task context.
     *
     * @return whether it succeeded; on false an error is set
     */
    boolean flushCache() {
        boolean ok = dmIo.sync(cache, Bio.flush()).isOk();
        if (!ok) {
            setError(Errno.EIO, "error flushing metadata: " + Errno.EIO);
        }
        return ok;
    }

    // ---- entries

    boolean isCommitted(WcEntry e) {
        return Long.compareUnsigned(metadata.seqCount(e), seqCount) < 0;
    }

    /** writecache_insert_entry: newest of its sector, head of the LRU. */
    void insertEntry(WcEntry e) {
        tree.insert(e);
        lru.addHead(e);
    }

    /**
     * writecache_free_entry (rule 16). The block can be taken at once: of a committed entry the caller makes that
     * durable before it releases the lock.
     */
    void freeEntry(WcEntry e) {
        tree.remove(e);
        lru.remove(e);
        freelist.add(e.index);
        metadata.clearSeqCount(e);
        metadata.markDirty(e);
        freelistWait.wake();
    }

    /** Waits until nothing is under writeback. Every end of a writeback wakes, with or without an error (WC-24). */
    void waitForWriteback() {
        while (writebackSize > 0) {
            freelistWait.sleep("the end of writeback");
        }
    }

    // ---- digest

    void digest(StateDigest digest) {
        digest.add(seqCount).add(error).add(metadataUnreadable).add(overwroteCommitted).add(flushOnSuspend)
                .add(writebackAll).add(writebackSize).add(uncommittedBlocks).add(autocommitTimer.pending())
                .add(entriesRead);
        freelist.digest(digest);
        for (int b = 0; b < entriesRead; b++) {
            WcEntry e = entries[b];
            long entrySeqCount = metadata.seqCount(e);
            digest.add(entrySeqCount);
            if (entrySeqCount != Superblock.FREE) {
                digest.add(metadata.originalSector(e)).add(e.writeInProgress).add(e.goodData);
            }
        }
        for (WcEntry e = lru.head(); e != null; e = e.lruNext) {
            digest.add(e.index);
        }
        metadata.digest(digest);
    }
}
