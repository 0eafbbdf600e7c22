package powercut.crash.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.crash.log.BadLogException;
import powercut.crash.log.DmLog;
import powercut.crash.log.DmLogWrites;
import powercut.crash.log.DmLogWritesWriter;
import powercut.crash.log.LogEntry;
import powercut.crash.log.LogLimits;
import powercut.crash.values.ContentPool;

/**
 * The log of one slice of a disk, as if the slice had been a disk of its own: its writes, all marks, and all flushes,
 * as a flush of the disk was one of every slice.
 */
final class SplitLog {
    private SplitLog() {}

    static void write(Path whole, long start, long sectors, Path to) throws IOException, BadLogException {
        ContentPool pool = new ContentPool();
        DmLog log = DmLogWrites.read(whole, pool, LogLimits.ofLogBytes(LogLimits.DEFAULT_LOG_BYTES));
        List<LogEntry> entries = new ArrayList<>();
        for (LogEntry entry : log.entries()) {
            long begin = Math.max(entry.sector(), start);
            int length = (int) Math.max(0, Math.min(entry.sector() + entry.sectors(), start + sectors) - begin);
            if (entry.isMark() || length == 0 && entry.isFlush()) {
                entries.add(new LogEntry(entries.size(), 0, 0, entry.isMark() ? LogEntry.MARK : LogEntry.FLUSH, null,
                        entry.mark()));
            } else if (length > 0) {
                int from = (int) (begin - entry.sector());
                int[] values = entry.isWrite() ? Arrays.copyOfRange(entry.values(), from, from + length) : null;
                entries.add(new LogEntry(entries.size(), begin - start, length, entry.flags(), values, null));
            }
        }
        DmLogWritesWriter.write(to, new DmLog(to.getFileName().toString(), log.sectorSizeBytes(), entries, List.of()),
                pool, true);
    }
}
