package powercut.crash.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Warnings appear for the logs whose order is one of several, and for no others. */
class LogOrderTest {
    // w: plain write, d: discard, f: FUA write, F: FLUSH, P: FLUSH with data, B: FLUSH and FUA with data, m: MARK
    @ParameterizedTest
    @CsvSource({
        // log, FUA writes among plain ones, FLUSH entries with plain writes since the last one
        "wwF, 0, 0",
        "wFmF, 0, 0",
        "fFfF, 0, 0",
        "wfF, 1, 0",
        "fwf, 2, 0",
        "fFw, 0, 0",
        "wFfdF, 1, 1",
        "FwFwFw, 0, 2",
        "PF, 0, 1", // data of a FLUSH is as volatile as any: rule 1
        "BwF, 1, 1",
    })
    void lostOrderIsCounted(String log, int fuaWrites, int flushes) {
        List<LogEntry> entries = new ArrayList<>();
        for (char kind : log.toCharArray()) {
            entries.add(entry(entries.size(), kind));
        }
        List<String> expected = new ArrayList<>();
        if (fuaWrites > 0) {
            expected.add(fuaWrites + " of its FUA writes");
        }
        if (flushes > 0) {
            expected.add("since the last one: " + flushes);
        }
        List<String> warnings = LogOrder.warnings(entries);
        assertThat(warnings).as(log).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(warnings.get(i)).as(log).contains(expected.get(i));
        }
    }

    private static LogEntry entry(int index, char kind) {
        int[] one = {0};
        return switch (kind) {
            case 'w' -> new LogEntry(index, 0, 1, 0, one, null);
            case 'd' -> new LogEntry(index, 0, 1, LogEntry.DISCARD, null, null);
            case 'f' -> new LogEntry(index, 0, 1, LogEntry.FUA, one, null);
            case 'F' -> new LogEntry(index, 0, 0, LogEntry.FLUSH, null, null);
            case 'P' -> new LogEntry(index, 0, 1, LogEntry.FLUSH, one, null);
            case 'B' -> new LogEntry(index, 0, 1, LogEntry.FLUSH | LogEntry.FUA, one, null);
            case 'm' -> new LogEntry(index, 0, 0, LogEntry.MARK, null, "m");
            default -> throw new IllegalArgumentException("entry kind " + kind);
        };
    }
}
