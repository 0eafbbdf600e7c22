package powercut.writeboost.published;

import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.WbCache;

/** WB-A6: data is discarded, and the slot used again, before the superblock says that it may be. */
public class DiscardedWhenMigrated extends MigrateDaemon {
    public DiscardedWhenMigrated(WbCache cache) {
        super(cache);
    }

    @Override
    protected long lastReusable(long recorded, long migrated) {
        return migrated;
    }
}
