package powercut.writecache;

import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.dm.Errno;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;

/** Mode "s": the cache device is a disk, and metadata is kept in memory as well. */
record SsdMode() implements Mode {
    private static final int AUTOCOMMIT_BLOCKS_SSD = 65536;
    private static final long MAX_REGIONS = 1L << 31; // what the driver's dirty bitmap can number

    @Override
    public String letter() {
        return "s";
    }

    @Override
    public long autocommitBlocks() {
        return AUTOCOMMIT_BLOCKS_SSD;
    }

    @Override
    public boolean overwritesCommitted() {
        return true;
    }

    @Override
    public boolean servesReads() {
        return false;
    }

    /**
     * Reads the first block, after a look at the device's size. Only the superblock: the target of the old table may
     * still change everything else (WC-07).
     */
    @Override
    public Superblock readSuperblock(TargetContext context, BlockDevice cache, int blockSize) throws TargetException {
        Geometry whole = Geometry.ofDevice(Sectors.toBytes(cache.sectors()), blockSize);
        if (whole.metadataBytes() > MAX_REGIONS * SsdMetadata.REGION_BYTES) {
            throw new TargetException("Invalid device size", Errno.EFBIG);
        }
        if (whole.metadataBytes() > Integer.MAX_VALUE - Long.BYTES) {
            throw new TargetException("Unable to allocate memory for metadata", Errno.ENOMEM);
        }
        byte[] block = new byte[cache.limits().logicalBlockBytes()];
        if (!new DmIo(context.runtime()).sync(cache, Bio.read(0, block)).isOk()) {
            throw new TargetException("Unable to read first block of metadata", Errno.EIO);
        }
        return Superblock.parse(block);
    }

    @Override
    public Metadata metadata(WritecacheState wc) {
        return new SsdMetadata(wc);
    }

    @Override
    public FreeList freelist(int nBlocks) {
        return new SortedFreeList(nBlocks);
    }

    @Override
    public DataPath dataPath(WritecacheState wc, BlockAllocator allocator) {
        return new SsdDataPath(wc, allocator);
    }

    @Override
    public WritebackIo writebackIo(WritecacheState wc) {
        return new SsdWritebackIo(wc);
    }
}
