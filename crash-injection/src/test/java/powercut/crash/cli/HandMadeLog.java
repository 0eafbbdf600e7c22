package powercut.crash.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import powercut.crash.log.DmLog;
import powercut.crash.log.DmLogWritesWriter;
import powercut.crash.log.LogEntry;
import powercut.crash.values.ContentPool;

/** A dm-log-writes log made by hand, entry by entry, with contents as bytes. */
final class HandMadeLog {
    private static final int SECTOR = 512;

    private final ContentPool pool = new ContentPool();
    private final List<LogEntry> entries = new ArrayList<>();

    HandMadeLog write(long sector, byte[] content) {
        return add(sector, 0, content);
    }

    HandMadeLog fua(long sector, byte[] content) {
        return add(sector, LogEntry.FUA, content);
    }

    HandMadeLog flush() {
        entries.add(new LogEntry(entries.size(), 0, 0, LogEntry.FLUSH, null, null));
        return this;
    }

    HandMadeLog mark(String mark) {
        entries.add(new LogEntry(entries.size(), 0, 0, LogEntry.MARK, null, mark));
        return this;
    }

    /** Returns the file's name. */
    String writeTo(Path file) throws IOException {
        DmLogWritesWriter.write(file, new DmLog("", SECTOR, entries, List.of()), pool, false);
        return file.toString();
    }

    private HandMadeLog add(long sector, int flags, byte[] content) {
        int[] values = new int[content.length / SECTOR];
        for (int i = 0; i < values.length; i++) {
            values[i] = pool.intern(content, i * SECTOR);
        }
        entries.add(new LogEntry(entries.size(), sector, values.length, flags, values, null));
        return this;
    }
}
