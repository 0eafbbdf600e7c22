package powercut.writeboost.published;

import powercut.writeboost.Geometry;
import powercut.writeboost.Recovery;
import powercut.writeboost.WbCache;

/** WB-A8: takes what the log has no room for to be migrated, and that is one segment too few. */
public final class MigratedInferred extends Recovery {
    public MigratedInferred(WbCache cache) {
        super(cache);
    }

    @Override
    protected long lastMigrated(Geometry geometry, long last, long record) {
        return Math.max(last - geometry.nrSegments(), 0);
    }
}
