package powercut.writecache;

import powercut.block.Sectors;
import powercut.dm.Errno;
import powercut.dm.TargetException;

/**
 * How a cache device is divided (calculate_memory_size, rules 1 and 6): metadata, padded to a whole number of blocks,
 * then {@code nBlocks} data blocks. {@link Superblock} draws the metadata.
 *
 * @param blockSize bytes, a power of two from 512 to 4096
 * @param nBlocks data blocks, each with one entry
 * @param metadataBytes superblock, entries and padding
 */
public record Geometry(int blockSize, long nBlocks, long metadataBytes) {
    /** The most blocks that are taken: 16 GiB of the largest. Each takes some objects in memory. */
    public static final int BLOCKS_MAX = 1 << 22;

    /** The driver's PAGE_SIZE, the largest block. */
    static final int PAGE_SIZE = 4096;

    private static final int INDEX_BITS = 47; // of wc_entry.index

    /**
     * The most blocks that fit on a device.
     *
     * @throws TargetException "Invalid device size": ENOSPC if not even one fits, EFBIG if an entry's index could not
     *     number them
     */
    public static Geometry ofDevice(long deviceBytes, int blockSize) throws TargetException {
        long nBlocks = deviceBytes / (blockSize + Superblock.ENTRY_BYTES);
        while (nBlocks > 0 && metadataBytes(nBlocks, blockSize) + nBlocks * blockSize > deviceBytes) {
            nBlocks--;
        }
        if (nBlocks == 0) {
            throw new TargetException("Invalid device size", Errno.ENOSPC);
        }
        if (nBlocks >>> INDEX_BITS != 0) {
            throw new TargetException("Invalid device size", Errno.EFBIG);
        }
        return new Geometry(blockSize, nBlocks, metadataBytes(nBlocks, blockSize));
    }

    /**
     * Before anything is allocated for the blocks.
     *
     * @throws TargetException "Cannot allocate memory", ENOMEM: for more than {@link #BLOCKS_MAX}, where the driver's
     *     bound is the memory of its machine, and for none, as the driver takes its array of no entries
     */
    void requireMemory() throws TargetException {
        if (nBlocks == 0 || nBlocks > BLOCKS_MAX) {
            throw new TargetException("Cannot allocate memory", Errno.ENOMEM);
        }
    }

    /** Whether the driver takes blocks of that many bytes (rule 5). */
    public static boolean isBlockSize(long bytes) {
        return bytes >= Sectors.BYTES && bytes <= PAGE_SIZE && Long.bitCount(bytes) == 1;
    }

    static long metadataBytes(long nBlocks, int blockSize) {
        long bytes = Superblock.BYTES + nBlocks * Superblock.ENTRY_BYTES;
        return bytes + blockSize - 1 & -blockSize;
    }

    public int blockSectors() {
        return blockSize >> Sectors.SHIFT;
    }

    public long metadataSectors() {
        return metadataBytes >> Sectors.SHIFT;
    }

    /** How many sectors from the start hold the superblock and all entries, without the padding. */
    public long entrySectors() {
        return Superblock.BYTES + nBlocks * Superblock.ENTRY_BYTES + Sectors.BYTES - 1 >> Sectors.SHIFT;
    }

    /** First byte of data block {@code index} on the cache device (memory_data). */
    public long dataOffset(long index) {
        return metadataBytes + index * blockSize;
    }

    /** First sector of data block {@code index} on the cache device (cache_sector). */
    public long cacheSector(long index) {
        return metadataSectors() + index * blockSectors();
    }
}
