package powercut.crash.contract;

import java.util.List;
import powercut.block.DiskOptions;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.LogEntry;
import powercut.crash.values.SectorSets;
import powercut.crash.values.Write;

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
        if (entry.isFlush()) {
            if (medium.hasUnflushed()) {
                turning.at("before " + log.what(entry) + " completes");
            }
            if (!options.lyingFlush()) {
                medium.endFlush(log.what(entry), medium.beginFlush());
            }
        }
        if (entry.isDiscard()) {
            medium.end(medium.beginDiscard(log.what(entry), entry.sector(), entry.sectors()));
        } else if (entry.isWrite()) {
            Write write = medium.begin(log.what(entry), entry.sector(), entry.values());
            if (options.isDurableAtEnd(entry.isFua())) {
                turning.at("while " + log.what(entry) + " is under way");
                medium.endDurable(write, SectorSets.BY_FUA);
            } else {
                medium.end(write);
            }
        }
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
