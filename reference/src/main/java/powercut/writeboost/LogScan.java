package powercut.writeboost;

import powercut.block.Sectors;
import powercut.block.Status;
import powercut.dm.StateDigest;

/**
 * Finds the segments that recovery replays: the run of consecutive ids right above the durable record of the
 * superblock, each with a header that holds together (recover_cache, checkup_atomicity; WB-A2, WB-A5).
 *
 * <p>No slot is used again before the record covers what is in it, so the id that a slot can have above the record is
 * known, and everything acknowledged is in the run: what is behind a gap never was. Slots that are not of the run are
 * not read.
 *
 * <pre>
 *   slot of the next id says          laps of its entries   the run
 *   -------------------------------   -------------------   ------------------------
 *   another id, or a length of none                         ends
 *   the id and a length               all those of the id   goes on
 *   the id and a length               another somewhere     ends: the header is torn
 * </pre>
 *
 * <p>Reads unit by unit and looks at each before it reads the next, so that the crash explorer, for which a read of an
 * ambiguous sector is a choice, branches as late as possible. All its state is in fields, for the digest.
 */
public class LogScan {
    /** Reads {@code sectors} of the cache device from {@code sector} on to byte {@code offset} of {@code into}. */
    public interface Reader {
        Status read(long sector, int sectors, byte[] into, int offset);
    }

    private final Geometry geometry;
    private final Reader reader;
    private final int unit; // sectors read at a time
    private final byte[] header = new byte[SegmentHeaderDevice.BYTES];
    private int headerSectors; // of the header being looked at, read so far
    private long lastId; // the last of the run so far, at first the record
    private String end; // why the run ended; null while it goes on
    private boolean failed; // it ended with a read error

    /**
     * @param record the durable last_migrated_segment_id
     * @param unit sectors of a logical block of the cache device
     */
    public LogScan(Geometry geometry, long record, int unit, Reader reader) {
        this.geometry = geometry;
        this.reader = reader;
        this.unit = unit;
        this.lastId = record;
    }

    /** The next segment of the run; null at its end. */
    public SegmentHeaderDevice next() {
        return end == null ? read(lastId + 1) : null;
    }

    /** The segment of that id, which is then the last; null if it is not there, and the run ends. */
    protected final SegmentHeaderDevice read(long id) {
        for (headerSectors = 0; headerSectors < sectorsNeeded(); ) {
            long sector = geometry.segmentStart(geometry.slotOf(id)) + headerSectors;
            if (!reader.read(sector, unit, header, headerSectors << Sectors.SHIFT).isOk()) {
                failed = true;
                return ended("sector " + sector + " cannot be read");
            }
            int checked = headerSectors == 0 ? 0 : SegmentHeaderDevice.entriesWithin(headerSectors);
            headerSectors += unit;
            String verdict = verdict(id, checked);
            if (verdict != null) {
                return ended(verdict);
            }
        }
        headerSectors = 0;
        lastId = id;
        return SegmentHeaderDevice.decode(header);
    }

    /** The id that a slot holds, 0 for none; -1 if it cannot be read. */
    public final long idIn(long slot) {
        return reader.read(geometry.segmentStart(slot), unit, header, 0).isOk() ? SegmentHeaderDevice.globalId(header)
                : -1;
    }

    /** What the header said no longer counts: recoveries that end here are the same. */
    protected final SegmentHeaderDevice ended(String why) {
        end = why;
        headerSectors = 0;
        return null;
    }

    private int sectorsNeeded() {
        return headerSectors == 0 ? 1 : SegmentHeaderDevice.sectors(SegmentHeaderDevice.length(header));
    }

    /** Why the header, as far as it has been read, is not that of segment {@code id}; null if it may be. */
    private String verdict(long id, int checkedEntries) {
        long globalId = SegmentHeaderDevice.globalId(header);
        int length = SegmentHeaderDevice.length(header);
        if (globalId != id) {
            return "slot " + geometry.slotOf(id) + " holds id " + Long.toUnsignedString(globalId) + ", not " + id;
        }
        if (length < 1 || length > geometry.cachesInSegment()) {
            return "segment " + id + " has length " + length + ", expected 1 to " + geometry.cachesInSegment();
        }
        int lap = geometry.lapOf(id);
        if (SegmentHeaderDevice.lap(header) != lap) {
            return "segment " + id + " has lap " + Integer.toUnsignedString(SegmentHeaderDevice.lap(header)) + ", not "
                    + Integer.toUnsignedString(lap);
        }
        int complete = Math.min(length, SegmentHeaderDevice.entriesWithin(headerSectors));
        for (int i = checkedEntries; i < complete; i++) {
            if (SegmentHeaderDevice.metablock(header, i).lap() != lap) {
                return "segment " + id + " is torn: entry " + i + " has lap "
                        + Integer.toUnsignedString(SegmentHeaderDevice.metablock(header, i).lap()) + ", not "
                        + Integer.toUnsignedString(lap);
            }
        }
        return null;
    }

    /** The last id of the run so far; the record if there is none. */
    public long lastId() {
        return lastId;
    }

    /** Why the run ended, in words; null while it goes on. */
    public String end() {
        return end;
    }

    /** Whether it ended because a sector could not be read. */
    public boolean failed() {
        return failed;
    }

    /** Adds all that what it finds next depends on. */
    protected void digest(StateDigest digest) {
        digest.add(lastId).add(headerSectors).add(end != null);
        for (int i = 0; i < headerSectors << Sectors.SHIFT; i++) {
            digest.add(header[i]);
        }
    }
}
