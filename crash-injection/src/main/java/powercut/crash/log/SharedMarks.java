package powercut.crash.log;

import java.util.ArrayList;
import java.util.List;
import powercut.crash.BadInputException;

/**
 * Logs of several devices, cut into the intervals that end at the marks which all of them share.
 *
 * <p>That is all there is to align them by: an entry has no time. What stands before a mark in one log came before what
 * stands after it in another; of two entries between the same marks, either may have been the earlier.
 *
 * <p>What follows the last mark is in no interval.
 */
public final class SharedMarks {
    private final List<DeviceLog> logs;
    private final List<LogEntry> marks; // as they stand in the first log
    private final List<List<List<LogEntry>>> intervals = new ArrayList<>(); // of each log; without the marks

    /**
     * @throws BadInputException if there is no mark, or not the same ones in the same order in every log
     */
    public SharedMarks(List<DeviceLog> logs) throws BadInputException {
        this.logs = List.copyOf(logs);
        this.marks = marks(logs.get(0));
        if (marks.isEmpty()) {
            throw new BadInputException(logs.get(0).title()
                    + ": there is no mark in it, so nothing says when what was promised");
        }
        for (DeviceLog log : logs) {
            requireSameMarks(log);
            intervals.add(cut(log.log().entries()));
        }
    }

    private static List<LogEntry> marks(DeviceLog log) {
        return log.log().entries().stream().filter(LogEntry::isMark).toList();
    }

    private void requireSameMarks(DeviceLog other) throws BadInputException {
        List<LogEntry> theirs = marks(other);
        for (int i = 0; i < Math.max(marks.size(), theirs.size()); i++) {
            String here = i < marks.size() ? marks.get(i).toString() : "no more marks";
            String there = i < theirs.size() ? theirs.get(i).toString() : "no more marks";
            if (i >= marks.size() || i >= theirs.size() || !marks.get(i).mark().equals(theirs.get(i).mark())) {
                throw new BadInputException(logs.get(0).title() + " and " + other.title() + " differ in mark " + (i + 1)
                        + ": " + here + ", " + there
                        + "; expected logs recorded together, with the same marks in the same order");
            }
        }
    }

    private static List<List<LogEntry>> cut(List<LogEntry> entries) {
        List<List<LogEntry>> pieces = new ArrayList<>();
        int begin = 0;
        for (LogEntry entry : entries) {
            if (entry.isMark()) {
                pieces.add(entries.subList(begin, entry.index()));
                begin = entry.index() + 1;
            }
        }
        return pieces;
    }

    /** The logs, in the order in which they were given. */
    public List<DeviceLog> logs() {
        return logs;
    }

    /** How many marks, and intervals, there are. */
    public int count() {
        return marks.size();
    }

    /** The text of the mark that ends an interval. */
    public String mark(int interval) {
        return marks.get(interval).mark();
    }

    /** What a log has in an interval. */
    public List<LogEntry> entries(int log, int interval) {
        return intervals.get(log).get(interval);
    }

    /** How many entries of all logs are in intervals, marks included. */
    public int entriesJudged() {
        return count() * logs.size() + intervals.stream().flatMap(List::stream).mapToInt(List::size).sum();
    }
}
