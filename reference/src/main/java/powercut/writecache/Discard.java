package powercut.writecache;

/** Forgets blocks: writecache_discard (rule 19). */
final class Discard {
    private final WritecacheState wc;

    Discard(WritecacheState wc) {
        this.wc = wc;
    }

    /**
     * Frees the blocks that begin in [start, end), durably at once, but for those under writeback, whose older content
     * may come back (WC-15 b). With the lock held, in task context.
     *
     * @return whether that succeeded; on false an error is set
     */
    boolean discard(long start, long end) {
        if (wc.hasError()) {
            return false;
        }
        boolean discardedSomething = false;
        for (WcEntry e : wc.tree.in(start, end)) {
            if (!e.writeInProgress) {
                if (!discardedSomething) {
                    wc.reads.waitForIos();
                    wc.writes.waitForIos();
                    discardedSomething = true;
                }
                if (!wc.isCommitted(e) && wc.uncommittedBlocks > 0) {
                    wc.uncommittedBlocks--; // WC-15 a: it is 0 already where an autocommit is queued
                }
                wc.freeEntry(e);
            }
        }
        return !discardedSomething || wc.commit.commitFlushed();
    }
}
