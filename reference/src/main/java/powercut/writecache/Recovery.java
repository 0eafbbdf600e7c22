package powercut.writecache;

import powercut.dm.Errno;
import powercut.dm.StateDigest;

/**
 * Rebuilds the in-core state from the medium at resume: writecache_resume (rule 31). Everything is read here and
 * nothing by the constructor, because until then the target of the old table may still write (WC-07).
 *
 * <pre>
 *   entry's seq_count   its sector is   decision                                        writes
 *   -----------------   -------------   ---------------------------------------------   ------
 *   free                                free                                            no
 *   uncommitted                         clear, free                                     yes
 *   committed           not known       keep                                            no
 *   committed           known, lower    keep this one, clear and free the known one     yes
 *   committed           known, higher   clear, free                                     yes
 *   committed           known, equal    keep this one; error: two identical entries     never
 * </pre>
 *
 * <p>Whatever is cleared is cleared durably before the first commit: with the next seq_count an old uncommitted entry
 * would count as committed. seq_count itself does not change.
 *
 * <p>The protected methods are the steps that a published defect replaces.
 */
public class Recovery {
    private final WritecacheState wc;
    private boolean needFlush; // some entry was cleared in core; false when no recovery runs

    protected Recovery(WritecacheState wc) {
        this.wc = wc;
    }

    /**
     * With the lock held, in task context. A read error leaves a target that fails all reads and writes (WC-10).
     *
     * <p>After an error nothing was committed at suspend: writes that ended well are in core only. Nothing is read
     * then, or a suspend and resume would turn them back with the power on.
     */
    final void resume() {
        if (wc.hasError() && wc.entriesRead == wc.entries.length) {
            return;
        }
        forgetEntries();
        wc.metadataUnreadable = false;
        if (!recoverEntries()) {
            refuseReads();
        }
        if (needFlush) {
            wc.metadata.markAllDirty();
            if (!keepsEvidence()) {
                wc.metadata.commitFlushed();
            }
        }
        needFlush = false;
    }

    /** Whether all metadata could be read. */
    private boolean recoverEntries() {
        if (!loadSuperblock()) {
            return false;
        }
        wc.seqCount = wc.metadata.seqCount();
        for (int b = 0; b < nBlocks(); b++) {
            if (!load(b)) {
                return false;
            }
            wc.entriesRead++;
            recoverEntry(wc.entries[b]);
        }
        return true;
    }

    /** Reads the superblock's seq_count; false after an error. */
    protected boolean loadSuperblock() {
        return wc.metadata.loadSuperblock();
    }

    /** Reads entry {@code index}, after the superblock and in this order; false after an error. */
    protected boolean load(int index) {
        return wc.metadata.load(wc.entries[index]);
    }

    /** The metadata could not be read: the origin may hold older versions of any sector (WC-10). */
    protected void refuseReads() {
        wc.metadataUnreadable = true;
    }

    /** Whether the metadata must stay as it was found: two identical entries are evidence (WC-16). */
    protected boolean keepsEvidence() {
        return wc.hasError();
    }

    protected final int nBlocks() {
        return wc.entries.length;
    }

    private void forgetEntries() {
        wc.tree.clear();
        wc.lru.clear();
        wc.freelist.clear();
        for (int b = 0; b < wc.entriesRead; b++) {
            WcEntry e = wc.entries[b];
            e.older = null;
            e.writeInProgress = false;
        }
        wc.entriesRead = 0;
    }

    private void recoverEntry(WcEntry e) {
        if (wc.metadata.isFree(e)) {
            wc.freelist.add(e.index);
            return;
        }
        if (!wc.isCommitted(e)) {
            erase(e);
            return;
        }
        WcEntry old = wc.tree.find(wc.metadata.originalSector(e));
        if (old == null) {
            keep(e);
            return;
        }
        int newer = Long.compareUnsigned(wc.metadata.seqCount(e), wc.metadata.seqCount(old));
        if (newer < 0) {
            erase(e);
            return;
        }
        if (newer == 0) {
            wc.setError(Errno.EINVAL, "two identical entries, position " + e.index + ", sector "
                    + Long.toUnsignedString(wc.metadata.originalSector(e)) + ", sequence "
                    + Long.toUnsignedString(wc.metadata.seqCount(e)));
        }
        wc.tree.remove(old);
        wc.lru.remove(old);
        erase(old);
        keep(e);
    }

    private void keep(WcEntry e) {
        e.goodData = true;
        wc.insertEntry(e);
    }

    private void erase(WcEntry e) {
        wc.freelist.add(e.index);
        if (!keepsEvidence()) {
            wc.metadata.clearSeqCount(e);
            needFlush = true;
        }
    }

    final void digest(StateDigest digest) {
        digest.add(needFlush);
    }
}
