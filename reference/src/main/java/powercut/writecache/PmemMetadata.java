package powercut.writecache;

import java.util.Arrays;
import powercut.block.HardwareMemoryError;
import powercut.block.PersistentMemory;
import powercut.dm.Errno;
import powercut.dm.StateDigest;

/**
 * The metadata area in persistent memory (memory_map). Everything that changes is stored at once, past the CPU's caches
 * (pmem_assign), and is durable after the next barrier; until then any of its atoms may be. The in-core copies are what
 * DM_WRITECACHE_HANDLE_HARDWARE_ERRORS keeps: a line that goes bad while the target is active is not read again.
 */
final class PmemMetadata implements Metadata {
    private final WritecacheState wc;
    private final PersistentMemory memory;
    private final long[] originalSector; // by index of the entry; means nothing where it is free
    private final long[] seqCount; // by index of the entry
    private long superblockSeqCount;
    private final byte[] assigned = new byte[Superblock.BYTES]; // what is on its way to or from the memory

    PmemMetadata(WritecacheState wc, PersistentMemory memory) {
        this.wc = wc;
        this.memory = memory;
        originalSector = new long[wc.entries.length];
        seqCount = new long[wc.entries.length];
    }

    // ---- resume

    @Override
    public boolean loadSuperblock() {
        try {
            superblockSeqCount = load(Superblock.SEQ_COUNT_OFFSET);
            return true;
        } catch (HardwareMemoryError e) {
            wc.setError(Errno.EIO, "hardware memory error when reading superblock: " + Errno.EIO);
            return false;
        }
    }

    /**
     * Reads atom by atom, and original_sector only of a committed entry, so that the crash explorer, for which a load
     * of an ambiguous atom is a choice, branches as late as possible.
     */
    @Override
    public boolean load(WcEntry e) {
        try {
            seqCount[e.index] = load(offset(e) + Long.BYTES);
            originalSector[e.index] = wc.isCommitted(e) ? load(offset(e)) : Superblock.FREE;
            return true;
        } catch (HardwareMemoryError error) {
            wc.setError(Errno.EIO,
                    "hardware memory error when reading metadata entry " + e.index + ": " + Errno.EIO);
            return false;
        }
    }

    // ---- superblock

    @Override
    public long seqCount() {
        return superblockSeqCount;
    }

    @Override
    public void format(Superblock superblock) {
        storeSuperblock(superblock, Superblock.BYTES);
        for (WcEntry e : wc.entries) {
            write(e, Superblock.FREE, Superblock.FREE);
        }
    }

    /** One atom holds magic and version. */
    @Override
    public void storeMagic(Superblock superblock) {
        storeSuperblock(superblock, PersistentMemory.ATOM_BYTES);
    }

    private void storeSuperblock(Superblock superblock, int length) {
        Arrays.fill(assigned, (byte) 0);
        superblock.store(assigned);
        memory.store(0, assigned, 0, length);
    }

    // ---- entries

    @Override
    public long originalSector(WcEntry e) {
        return originalSector[e.index];
    }

    @Override
    public long seqCount(WcEntry e) {
        return seqCount[e.index];
    }

    /** Two atoms: a torn entry is free, or uncommitted. */
    @Override
    public void write(WcEntry e, long newOriginalSector, long newSeqCount) {
        originalSector[e.index] = newOriginalSector;
        seqCount[e.index] = newSeqCount;
        LittleEndian.put64(assigned, 0, newOriginalSector);
        LittleEndian.put64(assigned, Long.BYTES, newSeqCount);
        memory.store(offset(e), assigned, 0, Superblock.ENTRY_BYTES);
    }

    @Override
    public void clearSeqCount(WcEntry e) {
        seqCount[e.index] = Superblock.FREE;
        store(offset(e) + Long.BYTES, Superblock.FREE);
    }

    /** Nothing to do: it is stored already. */
    @Override
    public void markDirty(WcEntry e) {}

    /** Nothing to do: it is stored already. */
    @Override
    public void markAllDirty() {}

    // ---- commit

    @Override
    public boolean commitFlushed() {
        memory.barrier();
        return true;
    }

    @Override
    public boolean commitSuperblock(long newSeqCount) {
        superblockSeqCount = newSeqCount;
        store(Superblock.SEQ_COUNT_OFFSET, newSeqCount);
        return commitFlushed();
    }

    @Override
    public void digest(StateDigest digest) {
        boolean loading = wc.entriesRead < seqCount.length; // an entry of which one atom may be known
        digest.add(loading ? seqCount[wc.entriesRead] : 0);
    }

    private long load(long offset) throws HardwareMemoryError {
        memory.load(offset, assigned, 0, Long.BYTES);
        return LittleEndian.get64(assigned, 0);
    }

    private void store(long offset, long value) {
        LittleEndian.put64(assigned, 0, value);
        memory.store(offset, assigned, 0, Long.BYTES);
    }

    private static long offset(WcEntry e) {
        return Superblock.BYTES + (long) e.index * Superblock.ENTRY_BYTES;
    }
}
