package powercut.crash.contract;

import java.util.ArrayList;
import java.util.List;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;

/** A dm-log-writes log made by hand: entries in order, contents as numbers. */
final class LogLines {
    private final String name;
    private final List<LogEntry> entries = new ArrayList<>();

    LogLines(String name) {
        this.name = name;
    }

    LogLines write(long sector, int... values) {
        return add(sector, values.length, 0, values, null);
    }

    LogLines fua(long sector, int... values) {
        return add(sector, values.length, LogEntry.FUA, values, null);
    }

    LogLines flush() {
        return add(0, 0, LogEntry.FLUSH, null, null);
    }

    LogLines flushAndWrite(long sector, int... values) {
        return add(sector, values.length, LogEntry.FLUSH, values, null);
    }

    LogLines discard(long sector, int sectors) {
        return add(sector, sectors, LogEntry.DISCARD, null, null);
    }

    LogLines mark(String... marks) {
        for (String mark : marks) {
            add(0, 0, LogEntry.MARK, null, mark);
        }
        return this;
    }

    DmLog log() {
        return new DmLog(name, 512, entries, List.of());
    }

    private LogLines add(long sector, int sectors, int flags, int[] values, String mark) {
        entries.add(new LogEntry(entries.size(), sector, sectors, flags, values, mark));
        return this;
    }
}
