package powercut.crash.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import powercut.crash.BadInputException;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;
import powercut.crash.values.SectorSets;
import powercut.crash.values.Write;

/**
 * The promises of a log that was recorded above the driver: what the file system asked for and was told.
 *
 * <p>A plain write stands in such a log where the flush after its completion stands, not where it was acknowledged; so
 * writes logged up to the second flush after a mark may have been acknowledged before it. Up to the next mark, where
 * the promises change, what they wrote may be there.
 *
 * <p>A FUA write stands where it was acknowledged, though, before plain writes that may have been older. So the plain
 * writes of an epoch count as under way from its begin: none of both overrides the other.
 */
public final class TopLogPromises implements Promises {
    /** One may have been under way at the mark, the next covers the rest. */
    private static final int FLUSHES_AFTER_MARK = 2;

    private final DmLog log;
    private final SectorSets promised = SectorSets.zeros(SectorSets.Rule.CONTRACT);
    private final Map<Integer, Write> begun = new HashMap<>(); // plain writes of this epoch, by entry
    private int next; // entries before this one are in promised

    /**
     * @param sectors size of the mapped device
     */
    public TopLogPromises(DmLog log, long sectors) throws BadInputException {
        this.log = log;
        for (LogEntry entry : log.entries()) {
            if (!entry.isMark() && entry.sectors() > 0 && entry.sector() + entry.sectors() > sectors) {
                throw new BadInputException(log.name() + ": " + entry + " lies beyond the mapped device, which has "
                        + sectors + " sectors; is it the log recorded above the driver?");
            }
        }
        if (log.entries().stream().limit(1).noneMatch(LogEntry::isFlush)) { // which would begin it
            beginEpoch(0);
        }
    }

    @Override
    public SectorSets initial() {
        return withWritesUnderWay();
    }

    @Override
    public SectorSets afterMark(String mark) throws BadInputException {
        List<LogEntry> entries = log.entries();
        while (next < entries.size() && !entries.get(next).isMark()) {
            apply(entries.get(next++));
        }
        if (next == entries.size()) {
            throw new BadInputException(log.name() + ": the mark \"" + mark + "\" of the other log is missing here");
        }
        if (!entries.get(next).mark().equals(mark)) {
            throw new BadInputException(log.name() + ": " + entries.get(next)
                    + " stands where the other log has the mark \"" + mark
                    + "\"; both logs must have the same marks in the same order");
        }
        next++;
        return withWritesUnderWay();
    }

    @Override
    public List<Provenance.Source> sources() {
        List<Provenance.Source> sources = new ArrayList<>();
        for (LogEntry entry : log.entries()) {
            for (int i = 0; entry.isWrite() && i < entry.sectors(); i++) {
                sources.add(new Provenance.Source(entry.values()[i], entry.sector() + i, entry));
            }
        }
        return sources;
    }

    private void apply(LogEntry entry) {
        if (entry.isFlush()) {
            promised.endFlush(entry, promised.beginFlush());
            beginEpoch(entry.index());
        }
        if (entry.isWrite() && entry.isFua()) {
            promised.endDurable(begin(promised, entry), SectorSets.BY_FUA);
        } else if (begun.containsKey(entry.index())) {
            promised.end(begun.remove(entry.index()));
        }
    }

    /** Begins all plain writes and discards from an entry on, its own data included, up to the next flush. */
    private void beginEpoch(int first) {
        for (LogEntry entry : log.entries().subList(first, log.entries().size())) {
            if (entry.isFlush() && entry.index() > first) {
                break;
            }
            Write write = entry.isWrite() && entry.isFua() ? null : begin(promised, entry);
            if (write != null) {
                begun.put(entry.index(), write);
            }
        }
    }

    private SectorSets withWritesUnderWay() {
        SectorSets view = promised.above();
        int flushes = 0;
        boolean marked = false;
        for (int i = next; i < log.entries().size() && !(marked && flushes >= FLUSHES_AFTER_MARK); i++) {
            LogEntry entry = log.entries().get(i);
            begin(view, entry);
            flushes += marked && entry.isFlush() ? 1 : 0;
            marked |= entry.isMark();
        }
        return view;
    }

    private static Write begin(SectorSets sets, LogEntry entry) {
        if (entry.isDiscard()) {
            return sets.beginDiscard(entry, entry.sector(), entry.sectors());
        }
        return entry.isWrite() ? sets.begin(entry, entry.sector(), entry.values()) : null;
    }
}
