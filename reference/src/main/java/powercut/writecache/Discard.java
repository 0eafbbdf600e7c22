package powercut.writecache;

/** Forgets blocks: writecache_discard (rule 19). A published defect replaces the protected step. */
public class Discard {
    private final WritecacheState wc;

    protected Discard(WritecacheState wc) {
        this.wc = wc;
    }

    /**
     * Frees the blocks that begin in [start, end), durably at once, but for those under writeback, whose older content
     * may come back (WC-15 b). With the lock held, in task context.
     *
     * @return whether that succeeded; on false an error is set
     */
    final boolean discard(long start, long end) {
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
                if (!wc.isCommitted(e)) {
                    forgetUncommitted();
                }
                wc.freeEntry(e);
            }
        }
        return !discardedSomething || wc.commit.commitFlushed();
    }

    /** An uncommitted block is gone (WC-15 a). The count is 0 already where an autocommit is queued. */
    protected void forgetUncommitted() {
        if (wc.uncommittedBlocks > 0) {
            wc.uncommittedBlocks--;
        }
    }
}
