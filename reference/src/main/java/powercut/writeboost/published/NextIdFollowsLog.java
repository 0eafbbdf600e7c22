package powercut.writeboost.published;

import powercut.dm.StateDigest;
import powercut.writeboost.Geometry;
import powercut.writeboost.LogScan;
import powercut.writeboost.Recovery;
import powercut.writeboost.WbCache;

/** WB-A7, its second half: the next id follows the last one in the log, even if the record is beyond it. */
public final class NextIdFollowsLog extends Recovery {
    private LogScan scan;
    private long slots;
    private long looked; // slots
    private long greatest; // id in those

    public NextIdFollowsLog(WbCache cache) {
        super(cache);
    }

    @Override
    protected LogScan logScan(Geometry geometry, long record, int unit, LogScan.Reader reader) {
        scan = super.logScan(geometry, record, unit, reader);
        slots = geometry.nrSegments();
        looked = 0;
        greatest = 0;
        return scan;
    }

    @Override
    protected long firstId(long last, long record) {
        for (; looked < slots; looked++) {
            greatest = Math.max(greatest, scan.idIn(looked));
        }
        return greatest + 1;
    }

    @Override
    protected void digest(StateDigest digest) {
        super.digest(digest);
        digest.add(looked).add(greatest);
    }
}
