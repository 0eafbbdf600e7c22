package powercut.writeboost;

import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.runtime.Mutex;

/**
 * The record in the superblock, last_migrated_segment_id: commit_super_block, read_superblock_device. Recovery ignores
 * every segment up to it, so it may only say what is durable elsewhere; and since a slot is used again only then, it is
 * written by the migration daemon when a slot is needed, not just when userland asks (WB-A6).
 */
public class SuperblockRecord {
    private final WbCache cache;
    private final Mutex lock; // one writer at a time; taken before io_lock
    private volatile long record; // what the medium says

    public SuperblockRecord(WbCache cache) {
        this.cache = cache;
        this.lock = cache.runtime.mutex("superblock");
    }

    /** The durable record. Any context. */
    final long record() {
        return record;
    }

    /** Reads the superblock; null if it cannot be read. */
    final SuperblockDevice read() {
        byte[] sectors = new byte[unitBytes()];
        Status status = cache.io.once(cache.device, Bio.read(0, sectors));
        if (!status.isOk()) {
            return null;
        }
        SuperblockDevice superblock = SuperblockDevice.decode(sectors);
        record = superblock.lastMigratedSegmentId();
        return superblock;
    }

    /**
     * commit_super_block: a FLUSH of the cache device, then the largest id that may be recorded, with FUA. The FLUSH
     * makes the newer copies durable that blocks were dropped for (WB-A10) and keeps the record from running ahead of
     * the log (WB-A7); what was migrated is durable on the backing devices already. Task context, without io_lock.
     *
     * @return whether it succeeded; nothing to record is success
     */
    final boolean commit() {
        lock.lock();
        boolean ok = cache.lastMigratedSegmentId <= record || flushLog() && commitUpTo(recordable());
        lock.unlock();
        return ok;
    }

    /** What is recorded as migrated was in the log durably before (WB-A7). */
    protected boolean flushLog() {
        return cache.flushDevice();
    }

    private boolean commitUpTo(long id) {
        if (id <= record) {
            return true;
        }
        if (!write(id)) {
            cache.fail("the superblock cannot be written");
            return false;
        }
        record = id;
        cache.migrateDaemon.wake(); // which makes the slots free
        return true;
    }

    /** Writes the superblock; returns whether it is durable. */
    final boolean write(long lastMigratedSegmentId) {
        byte[] sectors = new byte[unitBytes()];
        SuperblockDevice.of(lastMigratedSegmentId, cache.geometry).encode(sectors);
        return cache.io.retry(cache.device, () -> Bio.writeFua(0, sectors));
    }

    /** The largest id that may be recorded now. */
    final long recordable() {
        cache.ioLock.lock();
        long id = record;
        while (id < cache.lastMigratedSegmentId && mayRecord(cache.segment(id + 1), cache.lastDurableSegmentId)) {
            id++;
        }
        cache.ioLock.unlock();
        return id;
    }

    /**
     * Whether a migrated segment may be recorded: no block of it was dropped for a newer copy that can still be lost
     * (WB-A10).
     */
    protected boolean mayRecord(SegmentHeader seg, long lastDurableId) {
        return seg.supersededBy <= lastDurableId;
    }

    private int unitBytes() {
        return cache.unitSectors() * Sectors.BYTES;
    }
}
