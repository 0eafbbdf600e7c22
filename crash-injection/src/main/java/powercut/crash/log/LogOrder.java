package powercut.crash.log;

import java.util.ArrayList;
import java.util.List;

/**
 * What the order of entries does not tell. The driver logs a plain write with the next FLUSH but a FUA write at once,
 * and a FLUSH when it ends ({@code log_writes_map}, {@code normal_end_io}); so the order of the log is one of several
 * that may have been.
 */
final class LogOrder {
    private LogOrder() {}

    /** A sentence for each kind of order that was lost in some epoch, that is, from one FLUSH entry to the next. */
    static List<String> warnings(List<LogEntry> entries) {
        int fuaAmongPlain = 0;
        int plainBetweenFlushes = 0;
        int fua = 0; // in this epoch
        int plain = 0;
        boolean flushed = false;
        for (LogEntry entry : entries) {
            if (entry.isFlush()) {
                fuaAmongPlain += plain > 0 ? fua : 0;
                plainBetweenFlushes += flushed && plain > 0 ? 1 : 0;
                flushed = true;
                fua = 0;
                plain = 0;
            }
            if (entry.isWrite() && entry.isFua()) {
                fua++;
            } else if (entry.isWrite() || entry.isDiscard()) {
                plain++;
            }
        }
        fuaAmongPlain += plain > 0 ? fua : 0;
        List<String> warnings = new ArrayList<>();
        if (fuaAmongPlain > 0) {
            warnings.add("FUA order approximated: the log does not tell which plain writes ended before "
                    + fuaAmongPlain
                    + " of its FUA writes; crash states with the former and without the latter are not covered");
        }
        if (plainBetweenFlushes > 0) {
            warnings.add("flush order approximated: if flushes were in flight together, a write can stand behind the"
                    + " flush that covers it, and be a false alarm; FLUSH entries with plain writes since the last one:"
                    + " " + plainBetweenFlushes);
        }
        return warnings;
    }
}
