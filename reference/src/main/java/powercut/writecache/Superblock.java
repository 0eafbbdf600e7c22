package powercut.writecache;

import powercut.dm.Errno;
import powercut.dm.TargetException;

/**
 * The superblock and where the entries lie (wc_memory_superblock, wc_memory_entry; rules 1 to 4). All little endian.
 *
 * <pre>
 *      0       4       8       12      16              24              32                            64
 *      +-------+-------+-------+-------+---------------+---------------+-----------------------------+
 *      | magic |version| block |   0   |    n_blocks   |   seq_count   |              0              |
 *      |       |  = 1  | _size |       |               |               |                             |
 *      +-------+-------+-------+-------+---------------+---------------+-----------------------------+
 *  64  | original_sector, entry 0      | seq_count, entry 0            |  then 16 bytes per entry, and
 *      +-------------------------------+-------------------------------+  padding up to a whole block
 *
 *   entry.seq_count = 2^64-1             free; its original_sector means nothing
 *   entry.seq_count &lt; superblock's       committed: the data block holds original_sector
 *   any other                            uncommitted: as good as free after a crash
 * </pre>
 *
 * <p>Of an entry only eight bytes need to reach the medium in one piece: freeing changes seq_count alone, and a new
 * original_sector with an old seq_count, or the other way round, is free or uncommitted.
 *
 * @param blockSize bytes
 * @param nBlocks unsigned, as found
 * @param seqCount unsigned; entries below it are committed
 */
public record Superblock(int magic, int version, int blockSize, long nBlocks, long seqCount) {
    public static final int MAGIC = 0x23489321;
    public static final int VERSION = 1;
    /** Size, and the offset of entry 0. */
    public static final int BYTES = 64;
    /** Size of one entry. */
    public static final int ENTRY_BYTES = 16;
    /** The seq_count, and on a new device the original_sector, of a free entry. */
    public static final long FREE = -1;

    static final int SEQ_COUNT_OFFSET = 24;

    private static final int VERSION_OFFSET = 4;
    private static final int BLOCK_SIZE_OFFSET = 8;
    private static final int N_BLOCKS_OFFSET = 16;

    /** Reads it from the start of {@code bytes}, unchecked. */
    public static Superblock parse(byte[] bytes) {
        return new Superblock(LittleEndian.get32(bytes, 0), LittleEndian.get32(bytes, VERSION_OFFSET),
                LittleEndian.get32(bytes, BLOCK_SIZE_OFFSET), LittleEndian.get64(bytes, N_BLOCKS_OFFSET),
                LittleEndian.get64(bytes, SEQ_COUNT_OFFSET));
    }

    /** Writes it to the start of {@code bytes}, whose pad bytes must be zero. */
    void store(byte[] bytes) {
        LittleEndian.put32(bytes, 0, magic);
        LittleEndian.put32(bytes, VERSION_OFFSET, version);
        LittleEndian.put32(bytes, BLOCK_SIZE_OFFSET, blockSize);
        LittleEndian.put64(bytes, N_BLOCKS_OFFSET, nBlocks);
        LittleEndian.put64(bytes, SEQ_COUNT_OFFSET, seqCount);
    }

    /**
     * The checks of writecache_ctr, in its order (rule 37).
     *
     * @param expectedBlockSize of the table line
     * @return the geometry that this superblock describes; the device may be larger
     */
    Geometry check(int expectedBlockSize, long deviceBytes) throws TargetException {
        require(magic == MAGIC, "Invalid magic in the superblock");
        require(version == VERSION, "Invalid version in the superblock");
        require(blockSize == expectedBlockSize, "Block size does not match superblock");
        require(Geometry.isBlockSize(blockSize), "Invalid block size"); // for an image, where nothing else is expected
        long entryBytes = nBlocks * ENTRY_BYTES;
        require(entryBytes >>> 4 == nBlocks, "Overflow in size calculation");
        long metadataBytes = entryBytes + BYTES;
        require(Long.compareUnsigned(metadataBytes, BYTES) >= 0, "Overflow in size calculation");
        metadataBytes = metadataBytes + blockSize - 1 & -blockSize;
        long dataBytes = nBlocks * blockSize;
        require(metadataBytes != 0 && Long.divideUnsigned(dataBytes, blockSize) == nBlocks
                && Long.compareUnsigned(metadataBytes + dataBytes, metadataBytes) >= 0, "Overflow in size calculation");
        require(Long.compareUnsigned(metadataBytes + dataBytes, deviceBytes) <= 0, "Memory area is too small");
        Geometry geometry = new Geometry(blockSize, nBlocks, metadataBytes);
        geometry.requireMemory();
        return geometry;
    }

    private static void require(boolean holds, String error) throws TargetException {
        if (!holds) {
            throw new TargetException(error, Errno.EINVAL);
        }
    }
}
