package powercut.writecache;

import powercut.dm.StateDigest;

/**
 * The superblock and the entries: wc-&gt;memory_map. In core every value is at hand at once; how it gets to the cache
 * device, and is durable there, is what the two modes do differently: {@link SsdMetadata} writes regions of a copy,
 * {@link PmemMetadata} stores into the memory itself. Guarded by the lock.
 */
interface Metadata {
    // ---- resume, in this order; task context

    /**
     * Reads the superblock's seq_count.
     *
     * @return whether it could be read; on false an error is set
     */
    boolean loadSuperblock();

    /**
     * Reads what of the entry decides about it; by rising index, after {@link #loadSuperblock}.
     *
     * @return whether it could be read; on false an error is set
     */
    boolean load(WcEntry e);

    // ---- superblock

    /** seq_count of the superblock. */
    long seqCount();

    /** What a formatted device holds: the superblock and free entries. Durable after {@link #commitFlushed}. */
    void format(Superblock superblock);

    /** Sets the magic on a formatted device. Durable after {@link #commitFlushed}. */
    void storeMagic(Superblock superblock);

    // ---- entries; durable after commitFlushed

    /** Sector of the target that the block belongs to (read_original_sector). */
    long originalSector(WcEntry e);

    long seqCount(WcEntry e);

    default boolean isFree(WcEntry e) {
        return seqCount(e) == Superblock.FREE;
    }

    /** write_original_sector_seq_count. */
    void write(WcEntry e, long originalSector, long seqCount);

    /** clear_seq_count: original_sector stays as it is, so that a torn write of the entry is still a free entry. */
    void clearSeqCount(WcEntry e);

    /** writecache_flush_region for the entry: the next {@link #commitFlushed} makes it durable as it is now. */
    void markDirty(WcEntry e);

    /** writecache_flush_all_metadata. */
    void markAllDirty();

    // ---- commit; task context

    /**
     * writecache_commit_flushed: makes the metadata that was marked, and all data whose write has ended, durable.
     *
     * @return whether it is; on false an error is set
     */
    boolean commitFlushed();

    /**
     * Makes a new seq_count of the superblock durable, nothing else.
     *
     * @return whether it is; on false an error is set and seq_count is unchanged in core
     */
    boolean commitSuperblock(long seqCount);

    /** Adds what this keeps beside the entries and seq_count. */
    void digest(StateDigest digest);
}
