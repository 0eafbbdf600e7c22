package powercut.writecache.published;

import powercut.writecache.Recovery;
import powercut.writecache.WritecacheState;

/**
 * WC-10: entries that cannot be read at resume count as free, so the origin, which may hold an older version, answers
 * the reads of their sectors.
 */
public final class UnreadableTakenForFree extends Recovery {
    public UnreadableTakenForFree(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected void refuseReads() {
    }
}
