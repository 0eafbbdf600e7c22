package powercut.writecache;

import powercut.block.Bio;
import powercut.block.HardwareMemoryError;
import powercut.block.PersistentMemory;
import powercut.block.Sectors;
import powercut.dm.Errno;

/**
 * Data blocks in persistent memory: the target copies cached blocks itself, whole bios at a time (bio_copy_block), and
 * has ended when it returns. Only misses and discards go on, to the origin.
 */
final class PmemDataPath implements DataPath {
    private final WritecacheState wc;
    private final PersistentMemory memory;
    private final BlockAllocator allocator;
    private final Discard discard;

    PmemDataPath(WritecacheState wc, PersistentMemory memory, BlockAllocator allocator) {
        this.wc = wc;
        this.memory = memory;
        this.allocator = allocator;
        discard = wc.steps.discard.apply(wc);
    }

    @Override
    public MapOp flush(Bio bio) {
        return commit();
    }

    @Override
    public MapOp discard(Bio bio) {
        if (!discard.discard(bio.sector(), bio.endSector())) {
            return MapOp.ERROR;
        }
        bio.remap(wc.origin, bio.sector());
        return MapOp.REMAP;
    }

    @Override
    public WcEntry readable(long sector) {
        return wc.tree.find(sector);
    }

    /**
     * Copies blocks up to the first that is not cached. The driver sends the rest of the same bio on to the origin;
     * here the rest comes back as a bio of its own.
     */
    @Override
    public MapOp read(Bio bio, WcEntry first) {
        WcEntry e = first;
        long done = 0;
        while (e != null && done < bio.sectors()) {
            if (!copyFromMemory(bio, done, e)) {
                return MapOp.ERROR;
            }
            done += wc.geometry.blockSectors();
            e = wc.tree.find(bio.sector() + done);
        }
        bio.acceptPartial(done);
        return MapOp.SUBMIT;
    }

    private boolean copyFromMemory(Bio bio, long atSector, WcEntry e) {
        try {
            memory.load(wc.geometry.dataOffset(e.index), bio.data(), offset(bio, atSector), wc.geometry.blockSize());
            return true;
        } catch (HardwareMemoryError error) {
            wc.setError(Errno.EIO, "hardware memory error when reading data: " + Errno.EIO);
            return false;
        }
    }

    /** A committed block is never overwritten: until the commit of the new one, it is what recovery finds. */
    @Override
    public MapOp write(Bio bio) {
        for (long done = 0; done < bio.sectors(); done += wc.geometry.blockSectors()) {
            WcEntry e = allocator.blockFor(bio.sector() + done);
            if (e == null) {
                return MapOp.ERROR;
            }
            memory.store(wc.geometry.dataOffset(e.index), bio.data(), offset(bio, done), wc.geometry.blockSize());
            e.goodData = true;
        }
        if (bio.fua() && wc.commit.fuaNeedsCommit(false)) {
            return commit(); // WC-02
        }
        autocommit();
        return MapOp.SUBMIT;
    }

    /** Rule 22. */
    private void autocommit() {
        if (wc.autocommitBlocksReached()) {
            wc.commit.flush();
        } else {
            wc.scheduleAutocommit();
        }
    }

    private MapOp commit() {
        wc.commit.flush();
        return wc.commit.flushFailed() ? MapOp.ERROR : MapOp.SUBMIT;
    }

    private static int offset(Bio bio, long atSector) {
        return bio.dataOffset() + (int) (atSector << Sectors.SHIFT);
    }
}
