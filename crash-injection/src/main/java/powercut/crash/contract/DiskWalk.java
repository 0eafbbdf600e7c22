package powercut.crash.contract;

import java.util.List;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.LogEntry;
import powercut.crash.values.Io;
import powercut.crash.values.SectorSets;

/**
 * What may be on one logged disk, from entry to entry.
 *
 * <p>What is possible only grows until a flush or the end of a FUA write makes something durable. So the states at the
 * <em>turning points</em>, just before that happens, and at the end, include all states in between.
 */
final class DiskWalk {
    private final DeviceLog log;
    private final DiskOptions options;
    private final SectorSets medium = SectorSets.zeros(SectorSets.Rule.MEDIUM);

    /** Told of a turning point; the disk is then as it is there. */
    interface TurningPoint {
        void at(String when);
    }

    DiskWalk(DeviceLog log, DiskOptions options) {
        this.log = log;
        this.options = options;
    }

    /** What may be on the disk now. */
    SectorSets medium() {
        return medium;
    }

    /** Moves on by an entry that is not a mark. */
    void pass(LogEntry entry, TurningPoint turning) {
        Object what = log.what(entry);
        if (entry.isFlush()) {
            pass(new Io(what, Bio.Op.FLUSH, true, false, 0, 0, null), turning, "before " + what + " completes");
        }
        if (entry.isDiscard() || entry.isWrite()) {
            Bio.Op op = entry.isDiscard() ? Bio.Op.DISCARD : Bio.Op.WRITE;
            pass(new Io(what, op, false, entry.isFua(), entry.sector(), entry.sectors(), entry.values()), turning,
                    "while " + what + " is under way");
        }
    }

    private void pass(Io io, TurningPoint turning, String beforeItsEnd) {
        Io.InFlight inFlight = io.begin(medium, options);
        if (inFlight.endsEpoch()) {
            turning.at(beforeItsEnd);
        }
        inFlight.end(true);
    }

    /**
     * Moves on to the end of an interval.
     *
     * @param begin where the interval begins, in words; and where it ends
     */
    Moments pass(List<LogEntry> interval, String begin, String end) {
        Moments moments = new Moments(log.device() + " at " + begin, medium.frozen());
        for (LogEntry entry : interval) {
            int known = moments.count();
            pass(entry, when -> moments.addTurningPoint(when, medium.frozen()));
            if (moments.count() > known) {
                moments.addLow("after " + log.what(entry), medium.frozen());
            }
        }
        moments.addTurningPoint(log.device() + " at " + end, medium);
        return moments;
    }
}
