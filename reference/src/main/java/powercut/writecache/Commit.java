package powercut.writecache;

import java.util.ArrayList;
import java.util.List;
import powercut.block.Status;

/**
 * The commit protocol: writecache_flush (rules 14 and 15); {@link Metadata} makes things durable in the mode's way.
 *
 * <pre>
 *   data writes end -> entries written -> durable -> seq_count + 1 in the superblock, durable -> older versions freed
 * </pre>
 *
 * <p>Invariant: the superblock's seq_count grows only when the data and the entries of everything it then covers are
 * durable. After an error nothing is committed any more and the dirty bits stay (WC-06).
 *
 * <p>The protected methods are the steps that a published defect replaces. All are called with the lock held, in task
 * context, where nothing else is said.
 */
public class Commit {
    private final WritecacheState wc;

    /** The commit protocol of one target. */
    protected Commit(WritecacheState wc) {
        this.wc = wc;
    }

    /**
     * writecache_flush: makes every write that has ended durable, unless an error is or becomes set; the caller tests
     * for it afterwards (WC-05).
     */
    final void flush() {
        wc.uncommittedBlocks = 0;
        wc.autocommitTimer.cancel();
        if (isBarred() || hasNothingToFlush()) {
            return;
        }
        if (!hasUncommitted()) {
            waitForData();
            if (wc.flushCache()) {
                wc.overwroteCommitted = false;
            }
            return;
        }
        if (!makeUncommittedDurable()) {
            return;
        }
        wc.overwroteCommitted = false;
        List<WcEntry> committing = uncommitted();
        if (!committing.isEmpty() && commitSuperblock()) {
            freeOlderVersions(committing);
        }
    }

    /** Whether nothing may be committed any more: after an error, and least of all at suspend (WC-06 c). */
    protected boolean isBarred() {
        return wc.hasError();
    }

    /**
     * Whether a flush can return at once. Overwrites in place need the cache device's FLUSH even when all entries are
     * off the LRU, under writeback (WC-04).
     */
    protected boolean hasNothingToFlush() {
        return !hasUncommitted() && !wc.overwroteCommitted;
    }

    /**
     * Makes data and entries of all uncommitted blocks durable, in one cache flush that is sent only when all data
     * writes have ended (WC-01).
     *
     * @return whether they are; on false an error is set
     */
    protected boolean makeUncommittedDurable() {
        waitForData();
        dropFailedWrites();
        markUncommitted();
        return commitFlushed();
    }

    /**
     * Whether a FUA write may end only after the next commit (WC-03). The data of an overwrite of a committed block is
     * made durable by FUA itself.
     */
    protected boolean fuaNeedsCommit(boolean entryIsCommitted) {
        return !entryIsCommitted;
    }

    /** Whether a FLUSH must end with an error: it has promised nothing then (WC-05). */
    protected boolean flushFailed() {
        return wc.hasError();
    }

    /** Whether the block of a data write that ended so holds its data (WC-08). Interrupt context, without the lock. */
    protected boolean isGoodData(Status status) {
        return status.isOk();
    }

    // ---- steps in time order

    /** writecache_wait_for_ios(WRITE): afterwards the outcome of every data write is known. */
    protected final void waitForData() {
        wc.writes.waitForIos();
    }

    /**
     * Frees the uncommitted entries that no write has succeeded for: they would answer reads with what another sector
     * left in the block (WC-08). Only after {@link #waitForData}.
     */
    protected final void dropFailedWrites() {
        for (WcEntry e : uncommitted()) {
            if (!e.goodData) {
                wc.freeEntry(e);
            }
        }
    }

    /** writecache_flush_entry for all uncommitted entries. */
    protected final void markUncommitted() {
        for (WcEntry e : uncommitted()) {
            wc.metadata.markDirty(e);
        }
    }

    /**
     * writecache_commit_flushed: what was marked, and all data whose write has ended, becomes durable.
     *
     * @return whether it is; on false an error is set
     */
    protected final boolean commitFlushed() {
        return !isBarred() && wc.metadata.commitFlushed();
    }

    /** Turns every uncommitted entry into a committed one. */
    private boolean commitSuperblock() {
        if (!wc.metadata.commitSuperblock(wc.seqCount + 1)) {
            return false;
        }
        wc.seqCount++;
        return true;
    }

    /** Of each block just committed frees the version before, unless it is under writeback; its end frees that one. */
    private void freeOlderVersions(List<WcEntry> committed) {
        boolean needFlushAfterFree = false;
        for (int i = committed.size() - 1; i >= 0; i--) {
            WcEntry older = committed.get(i).older;
            if (older != null && !older.writeInProgress) {
                wc.freeEntry(older);
                needFlushAfterFree = true;
            }
        }
        if (needFlushAfterFree) {
            commitFlushed();
        }
    }

    // ---- queries

    protected final boolean lruIsEmpty() {
        return wc.lru.isEmpty();
    }

    private boolean hasUncommitted() {
        return !wc.lru.isEmpty() && !wc.isCommitted(wc.lru.head());
    }

    /** The uncommitted entries, newest first: the run at the head of the LRU (rule 9). */
    private List<WcEntry> uncommitted() {
        List<WcEntry> uncommitted = new ArrayList<>();
        for (WcEntry e = wc.lru.head(); e != null && !wc.isCommitted(e); e = e.lruNext) {
            uncommitted.add(e);
        }
        return uncommitted;
    }
}
