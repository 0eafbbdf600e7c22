package powercut.writeboost;

import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.dm.Target.MapResult;

/**
 * Where a bio of one device goes: writeboost_map, writeboost_end_io (rules 16 to 26, with a cache attached). Bios are
 * cut at blocks of 8 sectors.
 *
 * <pre>
 *   read    sectors not dirty                          backing device
 *           dirty, segment in RAM                      copied from its buffer
 *           dirty, segment on the cache device         cache device; the segment is pinned until the read ends
 *   write   block is on the current buffer             over it
 *           an older copy is clean, or full and        next line; the older copy is dropped
 *             overwritten in full
 *           an older copy is partly dirty, or          written back with FUA, then next line
 *             overwritten in part
 *   FLUSH   waits with the barriers; a FUA write too, once its data is in the buffer
 *   discard sectors of a dirty block                   zeros are written to the log (WB-A20)
 *           others                                     backing device
 * </pre>
 *
 * <p>Everything but a pinned read happens under io_lock, and the data is in the buffer before its dirty bits are set
 * (WB-B1, WB-B2). The driver writes dirty sectors back before it reads a block that is not all dirty; here the read is
 * divided instead, because a read that writes may bring an old version to the backing device last (WB-B3) and makes
 * what was never flushed visible there first (WB-A19). A read of a queued segment does not wait for the flush daemon.
 */
public class Mapping {
    private static final byte[] ZEROS = new byte[Geometry.LINE_SECTORS * Sectors.BYTES];

    private final WbCache cache;
    private final WbDevice wb;

    public Mapping(WbCache cache, WbDevice wb) {
        this.cache = cache;
        this.wb = wb;
    }

    /**
     * Maps a bio of the target; its sector is relative to the target, and so on the backing device (WB-C3). Task
     * context; a write may block.
     */
    public MapResult map(Bio bio) {
        cache.ioLock.lock();
        MapResult result = mapLocked(bio); // SUBMITTED and no barrier: it is done
        boolean done = result == MapResult.SUBMITTED && !waits(bio);
        cache.ioLock.unlock();
        if (done) {
            bio.end(Status.OK);
        }
        return result;
    }

    private static boolean waits(Bio bio) {
        return bio.op() == Bio.Op.FLUSH || bio.fua();
    }

    private MapResult mapLocked(Bio bio) {
        if (cache.isUnreadable() || cache.hasError() && bio.op() != Bio.Op.READ) {
            return MapResult.KILL;
        }
        return switch (bio.op()) {
            case FLUSH -> mapFlush(bio);
            case DISCARD -> mapDiscard(bio);
            case READ -> mapRead(bio);
            case WRITE -> mapWrite(bio);
        };
    }

    private MapResult mapFlush(Bio bio) {
        cache.barriers.queueBarrierIo(bio);
        return MapResult.SUBMITTED;
    }

    // ---- read

    /** Takes as many sectors of one block as are in one place. */
    protected MapResult mapRead(Bio bio) {
        long sector = bio.sector();
        Metablock mb = lookup(sector);
        incStat(bio, mb);
        int at = inBlock(sector);
        int sectors = untilBlockEnd(bio);
        boolean dirty = mb != null && mb.isDirty(at);
        if (mb != null) {
            int same = 1;
            while (same < sectors && mb.isDirty(at + same) == dirty) {
                same++;
            }
            sectors = same;
        }
        bio.acceptPartial(sectors);
        return dirty ? readCached(bio, mb) : toBacking(bio);
    }

    private MapResult readCached(Bio bio, Metablock mb) {
        if (mb.seg.isInRam()) {
            System.arraycopy(mb.seg.rambuf, offsetInBuffer(mb, inBlock(bio.sector())), bio.data(), bio.dataOffset(),
                    bio.bytes());
            return MapResult.SUBMITTED;
        }
        pin(mb);
        bio.setPerBioData(mb);
        bio.remap(cache.device, cache.geometry.lineStart(mb.seg.slot, mb.line) + inBlock(bio.sector()));
        return MapResult.REMAPPED;
    }

    private MapResult toBacking(Bio bio) {
        bio.remap(wb.device, bio.sector());
        return MapResult.REMAPPED;
    }

    /** writeboost_end_io: interrupt context. */
    final void endIo(Bio bio) {
        if (bio.perBioData() instanceof Metablock mb) {
            bio.setPerBioData(null);
            unpin(mb);
        }
    }

    // ---- write

    private MapResult mapWrite(Bio bio) {
        bio.acceptPartial(untilBlockEnd(bio));
        incStat(bio, lookup(bio.sector()));
        if (!store(bio.sector(), bio.bytes(), bio.data(), bio.dataOffset())) {
            return MapResult.KILL;
        }
        if (bio.fua()) {
            cache.barriers.queueBarrierIo(bio);
        }
        return MapResult.SUBMITTED;
    }

    /** Puts sectors of one block into the current buffer; returns false on an error, with nothing changed. */
    private boolean store(long sector, int bytes, byte[] data, int dataOffset) {
        Metablock mb = lookup(sector);
        while (mb == null || !cache.currentBuffer.isOnBuffer(mb)) {
            if (cache.hasError()) {
                return false;
            }
            if (!cache.currentBuffer.hasRoom()) {
                if (!cache.currentBuffer.waitForRoom()) {
                    return false;
                }
            } else if (mb == null || mayDrop(mb, bytes)) {
                mb = replace(mb, sector);
                break;
            } else if (!migrateMb(mb)) {
                return false;
            }
            mb = lookup(sector); // io_lock may have been free meanwhile
        }
        writeOnBuffer(mb, inBlock(sector), bytes, data, dataOffset);
        return true;
    }

    /** Whether the older copy need not be written back: nothing of it will be visible again. */
    private static boolean mayDrop(Metablock old, int bytes) {
        return !old.isDirty() || old.isFull() && bytes == ZEROS.length;
    }

    /** Takes a new line for the block; the older copy, if there is one, is no longer found. */
    private Metablock replace(Metablock old, long sector) {
        if (old != null) {
            if (old.isDirty()) {
                old.seg.supersededBy = Math.max(old.seg.supersededBy, cache.currentBuffer.segmentId());
            }
            cache.cleanup(old);
            cache.ht.del(old);
        }
        return cache.currentBuffer.takeLine(wb.id, sector - inBlock(sector));
    }

    /** The data first: bits without data would show what the buffer held before (WB-B1, WB-B2). */
    protected void writeOnBuffer(Metablock mb, int sectorInBlock, int bytes, byte[] data, int dataOffset) {
        copy(mb, sectorInBlock, bytes, data, dataOffset);
        taint(mb, sectorInBlock, bytes);
    }

    protected final void copy(Metablock mb, int sectorInBlock, int bytes, byte[] data, int dataOffset) {
        System.arraycopy(data, dataOffset, mb.seg.rambuf, offsetInBuffer(mb, sectorInBlock), bytes);
    }

    protected final void taint(Metablock mb, int sectorInBlock, int bytes) {
        cache.taint(mb, (1 << bytes / Sectors.BYTES) - 1 << sectorInBlock);
    }

    protected final void pin(Metablock mb) {
        mb.seg.nrInflightIos.incrementAndGet();
    }

    protected final void unpin(Metablock mb) {
        if (mb.seg.nrInflightIos.decrementAndGet() == 0) {
            cache.wait.wakeAll();
        }
    }

    /**
     * migrate_mb: writes the dirty sectors of an older copy to the backing device, durably, and marks it clean. Waits,
     * without io_lock, for the flush daemon if the copy is still in RAM, so that the backing device has nothing that
     * the log does not have (WB-A19), and for the migration daemon, whose older version must not arrive later (WB-B4).
     *
     * @return false if the sectors cannot be read or written
     */
    private boolean migrateMb(Metablock mb) {
        SegmentHeader seg = mb.seg;
        long id = seg.globalId;
        if (seg.isInRam()) {
            cache.waitUnlocked("the flush of segment " + id,
                    () -> cache.lastFlushedSegmentId >= id || cache.hasError());
            return true;
        }
        if (mustWaitForMigration()) {
            cache.waitUnlocked("the end of migration", () -> !cache.migrateDaemon.isMigrating());
            return true;
        }
        if (!writeBack(mb)) {
            return false;
        }
        cache.cleanup(mb);
        return true;
    }

    /** Writes the dirty sectors of a copy on the cache device to the backing device. */
    protected final boolean writeBack(Metablock mb) {
        for (int i = 0; i < Geometry.LINE_SECTORS; i++) {
            int run = mb.isFull() ? Geometry.LINE_SECTORS : 1;
            if (mb.isDirty(i) && !migrate(mb, i, run)) {
                return false;
            }
            i += run - 1;
        }
        return true;
    }

    /** Whether an older version of the block may be on its way to the backing device (WB-B4). */
    protected boolean mustWaitForMigration() {
        return cache.migrateDaemon.isMigrating();
    }

    private boolean migrate(Metablock mb, int sectorInBlock, int sectors) {
        byte[] data = new byte[sectors * Sectors.BYTES];
        long from = cache.geometry.lineStart(mb.seg.slot, mb.line) + sectorInBlock;
        long to = mb.sector + sectorInBlock;
        return cache.io.retry(cache.device, () -> Bio.read(from, data))
                && cache.io.retry(wb.device, () -> Bio.write(to, sectors, data, 0, false, writesBackWithFua(sectors)));
    }

    /** The older copy is dropped as soon as this has ended (WB-A11). */
    protected boolean writesBackWithFua(int sectors) {
        return true;
    }

    // ---- discard

    /**
     * A dirty copy that was only dropped would come back after a power failure, and one that was only kept would be
     * written over what the backing device made of the discard.
     */
    private MapResult mapDiscard(Bio bio) {
        long block = bio.sector() - inBlock(bio.sector());
        Metablock dirty = cache.ht.nextDirty(wb.id, block);
        if (dirty != null && dirty.sector == block) {
            bio.acceptPartial(untilBlockEnd(bio));
            return store(bio.sector(), bio.bytes(), ZEROS, 0) ? MapResult.SUBMITTED : MapResult.KILL;
        }
        if (dirty != null && dirty.sector < bio.endSector()) {
            bio.acceptPartial(dirty.sector - bio.sector());
        }
        return toBacking(bio);
    }

    // ---- queries

    /** Of the block that the sector is in; null if there is none. */
    protected final Metablock lookup(long sector) {
        return cache.ht.lookup(wb.id, sector - inBlock(sector));
    }

    /** By the part of the bio in its first block, as the driver gets it; a read that is divided counts once a part. */
    private void incStat(Bio bio, Metablock mb) {
        cache.stat.inc(bio.op() == Bio.Op.WRITE, mb != null, mb != null && cache.currentBuffer.isOnBuffer(mb),
                untilBlockEnd(bio) == Geometry.LINE_SECTORS);
    }

    private static int inBlock(long sector) {
        return (int) (sector % Geometry.LINE_SECTORS);
    }

    private static int untilBlockEnd(Bio bio) {
        return (int) Math.min(bio.sectors(), Geometry.LINE_SECTORS - inBlock(bio.sector()));
    }

    private static int offsetInBuffer(Metablock mb, int sectorInBlock) {
        return ((mb.line + 1) * Geometry.LINE_SECTORS + sectorInBlock) * Sectors.BYTES;
    }
}
