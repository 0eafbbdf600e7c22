package powercut.crash.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import powercut.block.DiskOptions;
import powercut.crash.BadInputException;
import powercut.crash.contract.Moments.Moment;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.CrashPoint;
import powercut.crash.log.LogEntry;
import powercut.crash.log.SharedMarks;
import powercut.crash.values.SectorSets;

/**
 * Holds a real driver's recorded I/O to the contract: walks the dm-log-writes logs recorded below the driver and
 * explores a crash after each mark, at the end of each flush epoch, and while each FUA write is under way.
 *
 * <p>What a log says and does not say: an entry stands where it completed, a plain write not before the flush that
 * covers it; all that stands before a FLUSH is durable after it; the data of a FLUSH entry without FUA belongs to the
 * next epoch; the place of a FUA write among the plain writes of its epoch is approximate.
 *
 * <p><b>Several logs</b> have no common order between two marks: when one device was at some place in the interval,
 * every other may have been at any. So every combination is a moment at which the power may have failed, and it is
 * enough to take the turning points ({@link DiskWalk}) of each device, as they include the states in between. What is
 * broken at a mark is broken in every order; what is broken elsewhere, in those that lead through that combination
 * ({@link Orders}).
 *
 * <p>The check ends with the last mark: what was written above the driver after it is not known, so nothing below can
 * be judged.
 */
public final class LogCheck {
    private final SharedMarks logs;
    private final Promises promises;
    private final CrashExplorer explorer;
    private final List<DiskWalk> disks = new ArrayList<>();
    private SectorSets contract;
    private Progress progress;
    private int entriesPassed;
    private int points;
    private int marks;
    private int marksViolated;
    private boolean someOrderHolds = true;

    /** Told after each entry how far the check is. */
    public interface Progress {
        void at(int entry, int entries);
    }

    /**
     * @param explorer its stack has one disk for each log, in the same order
     * @param options of each disk
     */
    public LogCheck(SharedMarks logs, Promises promises, CrashExplorer explorer, List<DiskOptions> options) {
        this.logs = logs;
        this.promises = promises;
        this.explorer = explorer;
        for (int i = 0; i < options.size(); i++) {
            disks.add(new DiskWalk(logs.logs().get(i), options.get(i)));
        }
    }

    /** Walks the logs up to their last mark. */
    public void run(Progress told) throws BadInputException {
        progress = told;
        contract = promises.initial();
        for (int interval = 0; interval < logs.count(); interval++) {
            String mark = logs.mark(interval);
            passInterval(interval);
            contract = promises.afterMark(mark);
            marks++;
            marksViolated += explore("after mark " + mark, mark, media()) ? 0 : 1;
            showPassed(disks.size());
        }
    }

    /** All moments of an interval but its end, which is the mark. */
    private void passInterval(int interval) {
        List<DiskWalk> active = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            if (!logs.entries(i, interval).isEmpty()) {
                active.add(disks.get(i));
            }
        }
        if (active.size() > 1) {
            passInAnyOrder(interval);
        } else {
            active.forEach(disk -> passAlone(disk, logs.entries(disks.indexOf(disk), interval)));
        }
    }

    private void passAlone(DiskWalk disk, List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            disk.pass(entry, when -> someOrderHolds &= explore(when, null, media()));
            showPassed(1);
        }
    }

    private void passInAnyOrder(int interval) {
        String begin = interval == 0 ? "its beginning" : "mark " + logs.mark(interval - 1);
        List<Moments> moments = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            List<LogEntry> entries = logs.entries(i, interval);
            moments.add(entries.isEmpty() ? Moments.only(disks.get(i).medium())
                    : disks.get(i).pass(entries, begin, "mark " + logs.mark(interval)));
            showPassed(entries.size());
        }
        someOrderHolds &= new Orders(moments, this::explore).check();
    }

    private boolean explore(List<Moment> moments) {
        String when = moments.stream().map(Moment::when).filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
        return explore(when, null, moments.stream().map(Moment::medium).toList());
    }

    private boolean explore(String when, String mark, List<SectorSets> media) {
        return explorer.explore(new CrashPoint(points++, when, mark), media, contract) == 0;
    }

    private List<SectorSets> media() {
        return disks.stream().map(DiskWalk::medium).toList();
    }

    private void showPassed(int entries) {
        entriesPassed += entries;
        progress.at(entriesPassed, logs.entriesJudged());
    }

    /** Marks passed. */
    public int marks() {
        return marks;
    }

    /** Marks after which a promise was broken. */
    public int marksViolated() {
        return marksViolated;
    }

    /**
     * Whether an order of the logs' entries was found in which no promise is broken. Of one log there is only the order
     * that it tells.
     */
    public boolean someOrderHolds() {
        return someOrderHolds && marksViolated == 0;
    }
}
