package powercut.crash.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import powercut.block.Bio;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;

/**
 * What a dm-log-writes device would have recorded of one device of a run: a FLUSH and a FUA write when it ends, a plain
 * write or discard with a FLUSH that was submitted after its end ({@code log_writes_map}, {@code normal_end_io}). The
 * driver takes the FLUSH that was submitted first, and the data of a FLUSH at once; here it is the FLUSH that ends
 * first, for both: otherwise the log would not tell what FLUSHes in flight together cover, and a check of it cry wolf.
 */
final class RecordedLog {
    private final int disk;
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<IoEvent> unflushed = new ArrayList<>(); // ended, in this order
    private final Map<Integer, IoEvent> submitted = new HashMap<>();
    private final Map<Integer, List<IoEvent>> covered = new HashMap<>(); // what a flush under way covers

    /**
     * @param disk its index, or {@link IoEvent#TOP}
     */
    RecordedLog(int disk) {
        this.disk = disk;
    }

    void pass(IoEvent event) {
        if (event.disk() != disk) {
            return;
        }
        boolean isFlush = event.op() == Bio.Op.FLUSH || event.preflush();
        if (!event.end()) {
            submitted.put(event.io(), event);
            if (isFlush) {
                covered.put(event.io(), List.copyOf(unflushed));
            }
            return;
        }
        IoEvent begun = submitted.remove(event.io());
        if (isFlush) {
            for (IoEvent write : covered.remove(event.io())) {
                if (unflushed.remove(write)) {
                    add(write);
                }
            }
            entries.add(new LogEntry(entries.size(), 0, 0, LogEntry.FLUSH, null, null));
        }
        if (begun.fua()) {
            add(begun);
        } else if (begun.op() == Bio.Op.WRITE || begun.op() == Bio.Op.DISCARD) {
            unflushed.add(begun);
        }
    }

    void mark(String mark) {
        entries.add(new LogEntry(entries.size(), 0, 0, LogEntry.MARK, null, mark));
    }

    /** When the device is removed, what was not flushed is written too. */
    DmLog end(String name) {
        unflushed.forEach(write -> add(write));
        unflushed.clear();
        return new DmLog(name, 512, entries, List.of());
    }

    private void add(IoEvent io) {
        boolean isDiscard = io.op() == Bio.Op.DISCARD;
        int flags = (isDiscard ? LogEntry.DISCARD : 0) | (io.fua() ? LogEntry.FUA : 0);
        entries.add(new LogEntry(entries.size(), io.sector(), io.sectors(), flags, isDiscard ? null : io.values(),
                null));
    }
}
