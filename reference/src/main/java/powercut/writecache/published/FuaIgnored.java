package powercut.writecache.published;

import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;

/**
 * WC-02 and WC-03: a FUA write ends when its data is durable on the cache device, while the entry that leads to it is
 * uncommitted.
 */
public final class FuaIgnored extends Commit {
    public FuaIgnored(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean fuaNeedsCommit(boolean entryIsCommitted) {
        return false;
    }
}
