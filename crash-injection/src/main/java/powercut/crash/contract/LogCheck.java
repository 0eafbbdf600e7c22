package powercut.crash.contract;

import java.util.List;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.crash.BadInputException;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.CrashPoint;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;
import powercut.crash.values.Io;
import powercut.crash.values.SectorSets;

/**
 * Holds a real driver's recorded I/O to the contract: walks a dm-log-writes log recorded below the driver and explores
 * a crash after each mark, at the end of each flush epoch, and while each FUA write is under way.
 *
 * <p>What the log says and does not say: an entry stands where it completed, a plain write not before the flush that
 * covers it; all that stands before a FLUSH is durable after it; the data of a FLUSH entry without FUA belongs to the
 * next epoch; the place of a FUA write among the plain writes of its epoch is approximate.
 *
 * <p>The check ends with the last mark: what was written above the driver after it is not known, so nothing below can
 * be judged.
 */
public final class LogCheck {
    private final DmLog log;
    private final Promises promises;
    private final CrashExplorer explorer;
    private final DiskOptions options;
    private final SectorSets medium = SectorSets.zeros(SectorSets.Rule.MEDIUM);
    private final List<SectorSets> media = List.of(medium);
    private SectorSets contract;
    private int points;
    private int marks;
    private int marksViolated;

    /** Told after each entry how far the check is. */
    public interface Progress {
        void at(int entry, int entries);
    }

    /**
     * @param explorer its stack has one disk, the logged device
     */
    public LogCheck(DmLog log, Promises promises, CrashExplorer explorer, DiskOptions options) {
        this.log = log;
        this.promises = promises;
        this.explorer = explorer;
        this.options = options;
    }

    /** Walks the log up to its last mark. */
    public void run(Progress progress) throws BadInputException {
        contract = promises.initial();
        int end = entriesJudged();
        if (end == 0) {
            throw new BadInputException(log.name()
                    + ": there is no mark in it, so nothing says when what was promised");
        }
        for (LogEntry entry : log.entries().subList(0, end)) {
            if (entry.isMark()) {
                passMark(entry);
            } else {
                apply(entry);
            }
            progress.at(entry.index() + 1, end);
        }
    }

    /** How many entries there are up to the last mark. */
    public int entriesJudged() {
        int end = log.entries().size();
        while (end > 0 && !log.entries().get(end - 1).isMark()) {
            end--;
        }
        return end;
    }

    private void passMark(LogEntry entry) throws BadInputException {
        contract = promises.afterMark(entry.mark());
        marks++;
        marksViolated += explore("after mark " + entry.mark(), entry.mark()) > 0 ? 1 : 0;
    }

    private void apply(LogEntry entry) {
        if (entry.isFlush()) {
            apply(new Io(entry, Bio.Op.FLUSH, true, false, 0, 0, null), "before " + entry + " completes");
        }
        if (entry.isDiscard() || entry.isWrite()) {
            Bio.Op op = entry.isDiscard() ? Bio.Op.DISCARD : Bio.Op.WRITE;
            apply(new Io(entry, op, false, entry.isFua(), entry.sector(), entry.sectors(), entry.values()),
                    "while " + entry + " is under way");
        }
    }

    private void apply(Io io, String beforeItsEnd) {
        Io.InFlight inFlight = io.begin(medium, options);
        if (inFlight.endsEpoch()) {
            explore(beforeItsEnd, null);
        }
        inFlight.end(true);
    }

    private int explore(String when, String mark) {
        return explorer.explore(new CrashPoint(points++, when, mark), media, contract);
    }

    /** Marks passed. */
    public int marks() {
        return marks;
    }

    /** Marks after which a promise was broken. */
    public int marksViolated() {
        return marksViolated;
    }
}
