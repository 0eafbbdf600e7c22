package powercut.writecache;

/**
 * Finds the block that a write goes to (rule 21): an uncommitted version of the sector is overwritten in place; over a
 * committed one SSD mode writes in place as well, if it is not under writeback, and pmem mode never.
 */
final class BlockAllocator {
    private final WritecacheState wc;
    private final Writeback writeback;

    BlockAllocator(WritecacheState wc, Writeback writeback) {
        this.wc = wc;
        this.writeback = writeback;
    }

    /**
     * The newest entry of the sector, for a write that follows at once. Sleeps while there is no free block; with the
     * lock held, in task context.
     *
     * @return null after an error
     */
    WcEntry blockFor(long sector) {
        while (!wc.hasError()) {
            WcEntry e = overwritten(sector);
            if (e == null) {
                e = allocated(sector);
            }
            if (e != null) {
                return e;
            }
            wc.freelistWait.sleep("a free cache block");
        }
        return null;
    }

    /** The entry that the write overwrites in place, if the newest version allows it. */
    private WcEntry overwritten(long sector) {
        WcEntry e = wc.tree.find(sector);
        if (e == null || !wc.isCommitted(e)) {
            return e;
        }
        if (!wc.mode.overwritesCommitted() || e.writeInProgress) {
            return null;
        }
        wc.overwroteCommitted = true;
        return e;
    }

    /** writecache_pop_from_freelist and a new entry in it; null if no block is free. */
    private WcEntry allocated(long sector) {
        int index = wc.freelist.pop();
        if (index < 0) {
            return null;
        }
        writeback.verifyWatermark();
        WcEntry e = wc.entries[index];
        e.goodData = false;
        wc.metadata.write(e, sector, wc.seqCount);
        wc.insertEntry(e);
        wc.uncommittedBlocks++;
        return e;
    }
}
