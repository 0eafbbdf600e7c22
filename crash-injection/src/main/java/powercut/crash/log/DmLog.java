package powercut.crash.log;

import java.util.List;

/**
 * A dm-log-writes log as it was recorded.
 *
 * @param name the file's name without its directory, for reports
 * @param sectorSizeBytes logical block size of the logged device; entries count in sectors of 512 bytes all the same
 * @param entries in the order of the log
 * @param warnings in what the log, though readable, tells less than one might think; a sentence each
 */
public record DmLog(String name, int sectorSizeBytes, List<LogEntry> entries, List<String> warnings) {
    public DmLog {
        entries = List.copyOf(entries);
        warnings = List.copyOf(warnings);
    }
}
