package powercut.writecache;

import java.util.Arrays;
import java.util.BitSet;
import powercut.block.Sectors;

/**
 * The in-core copy of the metadata area (memory_map) and which parts of it differ from the medium (dirty_bitmap, rule
 * 13: one bit per region of 64 KiB; region 0 holds the superblock). Guarded by the lock.
 */
final class Metadata {
    /** BITMAP_GRANULARITY. */
    static final int REGION_BYTES = 65536;

    private final byte[] bytes;
    private final int entriesEnd; // offset behind the last entry
    private final BitSet dirtyBitmap = new BitSet();

    Metadata(Geometry geometry) {
        bytes = new byte[Math.toIntExact(geometry.metadataBytes())];
        entriesEnd = Math.toIntExact(Superblock.BYTES + geometry.nBlocks() * Superblock.ENTRY_BYTES);
    }

    /** The area itself, for I/O. */
    byte[] bytes() {
        return bytes;
    }

    int sectors() {
        return bytes.length >> Sectors.SHIFT;
    }

    // ---- superblock

    /** Makes it what a formatted device holds: the superblock and free entries. */
    void format(Superblock superblock) {
        superblock.store(bytes);
        Arrays.fill(bytes, Superblock.BYTES, entriesEnd, (byte) Superblock.FREE);
        markAllDirty();
    }

    void storeSuperblock(Superblock superblock) {
        superblock.store(bytes);
        dirtyBitmap.set(0);
    }

    /** seq_count of the superblock. */
    long seqCount() {
        return LittleEndian.get64(bytes, Superblock.SEQ_COUNT_OFFSET);
    }

    /**
     * Changes seq_count of the superblock; its region is not marked, because {@link Commit} writes the superblock by
     * itself.
     */
    void setSeqCount(long seqCount) {
        LittleEndian.put64(bytes, Superblock.SEQ_COUNT_OFFSET, seqCount);
    }

    // ---- entries

    /** Sector of the target that the block belongs to (read_original_sector). */
    long originalSector(WcEntry e) {
        return LittleEndian.get64(bytes, offset(e));
    }

    long seqCount(WcEntry e) {
        return LittleEndian.get64(bytes, offset(e) + Long.BYTES);
    }

    boolean isFree(WcEntry e) {
        return seqCount(e) == Superblock.FREE;
    }

    /** write_original_sector_seq_count. */
    void write(WcEntry e, long originalSector, long seqCount) {
        LittleEndian.put64(bytes, offset(e), originalSector);
        LittleEndian.put64(bytes, offset(e) + Long.BYTES, seqCount);
    }

    /** clear_seq_count: original_sector stays as it is, so that a torn write of the entry is still a free entry. */
    void clearSeqCount(WcEntry e) {
        LittleEndian.put64(bytes, offset(e) + Long.BYTES, Superblock.FREE);
    }

    // ---- dirty bitmap

    /** writecache_flush_region for the entry. */
    void markDirty(WcEntry e) {
        dirtyBitmap.set(offset(e) / REGION_BYTES);
    }

    /** writecache_flush_all_metadata. */
    void markAllDirty() {
        dirtyBitmap.set(0, (bytes.length + REGION_BYTES - 1) / REGION_BYTES);
    }

    void clearDirty() {
        dirtyBitmap.clear();
    }

    /** The first dirty region from {@code region} on; -1 if there is none. */
    int nextDirty(int region) {
        return dirtyBitmap.nextSetBit(region);
    }

    /** The first clean region from {@code region} on. */
    int nextClean(int region) {
        return dirtyBitmap.nextClearBit(region);
    }

    private static int offset(WcEntry e) {
        return Superblock.BYTES + e.index * Superblock.ENTRY_BYTES;
    }
}
