package powercut.writeboost.published;

import powercut.writeboost.Geometry;
import powercut.writeboost.LogScan;
import powercut.writeboost.Recovery;
import powercut.writeboost.WbCache;

/** Recovery that looks for the log in another way. */
final class PublishedScan extends Recovery {
    /** Makes the scan of one recovery. */
    interface Maker {
        LogScan make(Geometry geometry, long record, int unit, LogScan.Reader reader);
    }

    private final Maker maker;

    PublishedScan(WbCache cache, Maker maker) {
        super(cache);
        this.maker = maker;
    }

    @Override
    protected LogScan logScan(Geometry geometry, long record, int unit, LogScan.Reader reader) {
        return maker.make(geometry, record, unit, reader);
    }
}
