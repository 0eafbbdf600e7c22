package powercut.writeboost.published;

import powercut.writeboost.Mapping;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/** WB-B4: writes a block back while the daemon may have an older version of it on its way. */
public final class MigrationNotAwaited extends Mapping {
    public MigrationNotAwaited(WbCache cache, WbDevice wb) {
        super(cache, wb);
    }

    @Override
    protected boolean mustWaitForMigration() {
        return false;
    }
}
