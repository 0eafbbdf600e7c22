package powercut.writecache;

import powercut.block.BlockDevice;
import powercut.block.HardwareMemoryError;
import powercut.block.PersistentMemory;
import powercut.dm.Errno;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;

/**
 * Mode "p": the cache device is persistent memory, and metadata and data stay where they are.
 *
 * @param memory of the cache device
 */
record PmemMode(PersistentMemory memory) implements Mode {
    private static final int AUTOCOMMIT_BLOCKS_PMEM = 64;

    @Override
    public String letter() {
        return "p";
    }

    @Override
    public long autocommitBlocks() {
        return AUTOCOMMIT_BLOCKS_PMEM;
    }

    @Override
    public boolean overwritesCommitted() {
        return false;
    }

    @Override
    public boolean servesReads() {
        return true;
    }

    /** Behind a magic of zero nothing is read: whatever is there will be formatted. */
    @Override
    public Superblock readSuperblock(TargetContext context, BlockDevice cache, int blockSize) throws TargetException {
        byte[] bytes = new byte[Superblock.BYTES];
        int first = PersistentMemory.ATOM_BYTES;
        try {
            memory.load(0, bytes, 0, first);
            if (Superblock.parse(bytes).magic() != 0) {
                memory.load(first, bytes, first, Superblock.BYTES - first);
            }
        } catch (HardwareMemoryError e) {
            throw new TargetException("Hardware memory error when reading superblock", Errno.EIO);
        }
        return Superblock.parse(bytes);
    }

    @Override
    public Metadata metadata(WritecacheState wc) {
        return new PmemMetadata(wc, memory);
    }

    @Override
    public FreeList freelist(int nBlocks) {
        return new FifoFreeList(nBlocks);
    }

    @Override
    public DataPath dataPath(WritecacheState wc, BlockAllocator allocator) {
        return new PmemDataPath(wc, memory, allocator);
    }

    @Override
    public WritebackIo writebackIo(WritecacheState wc) {
        return new PmemWritebackIo(wc, memory);
    }
}
