package powercut.writecache;

import powercut.block.BlockDevice;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;

/** The letter of the table line and everything that hangs on it: the steps that SSD and pmem mode do differently. */
interface Mode {
    /** The first word of the table line. */
    String letter();

    /** Uncommitted blocks that start a commit, where the table does not say. */
    long autocommitBlocks();

    /** Whether a write may go over a committed block. */
    boolean overwritesCommitted();

    /** Whether the target copies cached blocks to a reader itself. */
    boolean servesReads();

    /** The superblock as it is now; for the constructor, in task context. */
    Superblock readSuperblock(TargetContext context, BlockDevice cache, int blockSize) throws TargetException;

    Metadata metadata(WritecacheState wc);

    FreeList freelist(int nBlocks);

    DataPath dataPath(WritecacheState wc, BlockAllocator allocator);

    WritebackIo writebackIo(WritecacheState wc);
}
