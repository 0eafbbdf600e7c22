package powercut.writecache;

import java.util.Arrays;
import java.util.BitSet;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.dm.Errno;
import powercut.dm.StateDigest;

/**
 * The in-core copy of the metadata area (memory_map) and which parts of it differ from the medium (dirty_bitmap, rule
 * 13: one bit per region of 64 KiB; region 0 holds the superblock).
 */
final class SsdMetadata implements Metadata {
    /** BITMAP_GRANULARITY. */
    static final int REGION_BYTES = 65536;
    private static final int REGION_SECTORS = (int) Sectors.fromBytes(REGION_BYTES);
    private static final int SUPERBLOCK_SECTORS = (int) Sectors.fromBytes(Geometry.PAGE_SIZE);

    private final WritecacheState wc;
    private final byte[] bytes;
    private final int entriesEnd; // offset behind the last entry
    private final BitSet dirtyBitmap = new BitSet();
    private int sectorsRead; // by the recovery that runs, or ran last

    SsdMetadata(WritecacheState wc) {
        this.wc = wc;
        bytes = new byte[Math.toIntExact(wc.geometry.metadataBytes())];
        entriesEnd = Math.toIntExact(Superblock.BYTES + wc.geometry.nBlocks() * Superblock.ENTRY_BYTES);
    }

    // ---- resume

    @Override
    public boolean loadSuperblock() {
        dirtyBitmap.clear();
        sectorsRead = 0;
        return readNext();
    }

    /**
     * The driver reads all metadata at once; this reads a sector when its first entry is asked for, so that the crash
     * explorer, for which a read of an ambiguous sector is a choice, branches as late as possible. The padding behind
     * the last entry is not read; where all metadata is written, it becomes zeros.
     */
    @Override
    public boolean load(WcEntry e) {
        return offset(e) < sectorsRead << Sectors.SHIFT || readNext();
    }

    private boolean readNext() {
        int unit = wc.cache.limits().logicalBlockBytes() >> Sectors.SHIFT;
        Bio read = Bio.read(sectorsRead, unit, bytes, sectorsRead << Sectors.SHIFT);
        if (!wc.dmIo.sync(wc.cache, read).isOk()) {
            wc.setError(Errno.EIO, "unable to read metadata: " + Errno.EIO);
            return false;
        }
        sectorsRead += unit;
        return true;
    }

    // ---- superblock

    @Override
    public long seqCount() {
        return LittleEndian.get64(bytes, Superblock.SEQ_COUNT_OFFSET);
    }

    @Override
    public void format(Superblock superblock) {
        superblock.store(bytes);
        Arrays.fill(bytes, Superblock.BYTES, entriesEnd, (byte) Superblock.FREE);
        markAllDirty();
    }

    @Override
    public void storeMagic(Superblock superblock) {
        superblock.store(bytes);
        dirtyBitmap.set(0);
    }

    // ---- entries

    @Override
    public long originalSector(WcEntry e) {
        return LittleEndian.get64(bytes, offset(e));
    }

    @Override
    public long seqCount(WcEntry e) {
        return LittleEndian.get64(bytes, offset(e) + Long.BYTES);
    }

    @Override
    public void write(WcEntry e, long originalSector, long seqCount) {
        LittleEndian.put64(bytes, offset(e), originalSector);
        LittleEndian.put64(bytes, offset(e) + Long.BYTES, seqCount);
    }

    @Override
    public void clearSeqCount(WcEntry e) {
        LittleEndian.put64(bytes, offset(e) + Long.BYTES, Superblock.FREE);
    }

    @Override
    public void markDirty(WcEntry e) {
        dirtyBitmap.set(offset(e) / REGION_BYTES);
    }

    @Override
    public void markAllDirty() {
        dirtyBitmap.set(0, (bytes.length + REGION_BYTES - 1) / REGION_BYTES);
    }

    // ---- commit

    /**
     * ssd_commit_flushed: writes the dirty regions and flushes the cache device. A region carries its neighbours'
     * uncommitted entries along; they stay uncommitted, because their seq_count is the superblock's.
     */
    @Override
    public boolean commitFlushed() {
        if (!writeDirtyRegions()) {
            wc.setError(Errno.EIO, "error writing metadata");
            return false;
        }
        if (!wc.flushCache()) {
            return false;
        }
        dirtyBitmap.clear();
        return true;
    }

    private boolean writeDirtyRegions() {
        DmIo.Batch batch = wc.dmIo.batch();
        int dirty = dirtyBitmap.nextSetBit(0);
        while (dirty >= 0) {
            int clean = dirtyBitmap.nextClearBit(dirty);
            batch.submit(wc.cache, write(dirty * REGION_SECTORS, clean * REGION_SECTORS, false));
            dirty = dirtyBitmap.nextSetBit(clean);
        }
        return batch.await();
    }

    /** ssd_commit_superblock: one FUA write. */
    @Override
    public boolean commitSuperblock(long seqCount) {
        long before = seqCount();
        LittleEndian.put64(bytes, Superblock.SEQ_COUNT_OFFSET, seqCount);
        if (!wc.dmIo.sync(wc.cache, write(0, SUPERBLOCK_SECTORS, true)).isOk()) {
            LittleEndian.put64(bytes, Superblock.SEQ_COUNT_OFFSET, before);
            wc.setError(Errno.EIO, "error writing superblock");
            return false;
        }
        return true;
    }

    private Bio write(int sector, int end, boolean fua) {
        int sectors = Math.min(end, bytes.length >> Sectors.SHIFT) - sector;
        return Bio.write(sector, sectors, bytes, sector << Sectors.SHIFT, false, fua);
    }

    @Override
    public void digest(StateDigest digest) {
        for (int region = dirtyBitmap.nextSetBit(0); region >= 0; region = dirtyBitmap.nextSetBit(region + 1)) {
            digest.add(region);
        }
    }

    private static int offset(WcEntry e) {
        return Superblock.BYTES + e.index * Superblock.ENTRY_BYTES;
    }
}
