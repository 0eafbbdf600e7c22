package powercut.writeboost.published;

import powercut.dm.StateDigest;
import powercut.writeboost.Geometry;
import powercut.writeboost.LogScan;
import powercut.writeboost.SegmentHeaderDevice;

/**
 * WB-A2: from the slot with the oldest id around the ring, and every larger id goes on with the log; the first smaller
 * one ends it.
 */
public class RingScan extends LogScan {
    private final long slots;
    private final long record;
    private long oldest; // id; 0: no slot looked at holds one
    private long looked; // slots whose ids have been looked at, first for the oldest, then for the log
    private long last; // id; 0: none yet

    /** See {@link LogScan#LogScan}. */
    public RingScan(Geometry geometry, long record, int unit, Reader reader) {
        super(geometry, record, unit, reader);
        this.slots = geometry.nrSegments();
        this.record = record;
    }

    @Override
    public final SegmentHeaderDevice next() {
        for (; looked < slots; looked++) {
            long id = idIn(looked);
            oldest = id > 0 && (oldest == 0 || id < oldest) ? id : oldest;
        }
        while (end() == null && oldest > 0 && looked < 2 * slots) {
            long id = idIn((oldest - 1 + looked++) % slots);
            if (!goesOn(last, id)) {
                return ended("id " + id + " behind " + last);
            }
            last = id;
            SegmentHeaderDevice header = read(id);
            if (header == null || id > record) {
                return header;
            }
        }
        return null;
    }

    /** Whether a segment may follow another; 0 is none. */
    protected boolean goesOn(long before, long id) {
        return id > before;
    }

    @Override
    public final long lastId() {
        return Math.max(record, super.lastId());
    }

    @Override
    protected final void digest(StateDigest digest) {
        super.digest(digest);
        digest.add(oldest).add(looked).add(last);
    }
}
