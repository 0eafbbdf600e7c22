package powercut.crash.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.dm.TargetException;
import powercut.writeboost.Geometry;
import powercut.writeboost.LogScan;
import powercut.writeboost.MetablockDevice;
import powercut.writeboost.SegmentHeaderDevice;
import powercut.writeboost.SuperblockDevice;

/**
 * What is on a dm-writeboost cache device, and what recovery would make of it (recover_cache). Which segments it takes,
 * and whether a single one holds together, is for {@link LogScan} to say, as in a recovery. Nothing is modified.
 */
final class WriteboostInspection {
    /** What recovery does with a slot. */
    enum Decision { EMPTY, MIGRATED, REPLAY, DROP, LEAVE }

    /**
     * A slot and what becomes of it.
     *
     * @param header as far as it can be decoded
     * @param dirty how many of its entries are dirty
     * @param flaw why it is no segment of the log, in words; null if it is one
     */
    record Slot(long index, SegmentHeaderDevice header, int dirty, Decision decision, String flaw) {}

    private static final int ORDER_DEFAULT = Geometry.ORDER_MAX; // of the driver
    private static final int UNIT_SECTORS = 1;

    private final SectorSource source;
    private final Geometry geometry;
    private final SuperblockDevice superblock;
    private final LogScan run;
    private final List<Slot> slots = new ArrayList<>(); // that are not empty
    private String refusal;
    private long firstReplayed; // ids; last before first if nothing is replayed
    private long empty;

    private WriteboostInspection(SectorSource source, Geometry geometry, SuperblockDevice superblock) {
        this.source = source;
        this.geometry = geometry;
        this.superblock = superblock;
        this.refusal = superblock.refusal(geometry);
        this.run = scanFrom(superblock.lastMigratedSegmentId());
    }

    /**
     * Reads the superblock and all segment headers.
     *
     * @param sectors size of the cache device
     * @throws TargetException if segments of that order do not fit on it
     * @param order of the segments; null: what the superblock says, or else the driver's default
     */
    static WriteboostInspection of(SectorSource source, long sectors, Integer order)
            throws IOException, TargetException {
        byte[] sector = new byte[Sectors.BYTES];
        source.read(0, 1, sector, 0);
        SuperblockDevice superblock = SuperblockDevice.decode(sector);
        Geometry geometry = Geometry.ofDevice(sectors, order == null ? orderOf(superblock) : order);
        try {
            WriteboostInspection inspection = new WriteboostInspection(source, geometry, superblock);
            inspection.scan();
            return inspection;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static int orderOf(SuperblockDevice superblock) {
        return superblock.order() >= Geometry.ORDER_MIN && superblock.order() <= Geometry.ORDER_MAX
                ? superblock.order() : ORDER_DEFAULT;
    }

    private void scan() throws IOException {
        firstReplayed = run.lastId() + 1;
        SegmentHeaderDevice segment = refusal == null ? run.next() : null;
        while (segment != null && refusal == null) {
            refusal = refusal(segment);
            segment = run.next();
        }
        for (long index = 0; index < geometry.nrSegments(); index++) {
            SegmentHeaderDevice header = header(index);
            if (header.globalId() == 0) {
                empty++;
            } else {
                judge(index, header);
            }
        }
    }

    private void judge(long index, SegmentHeaderDevice header) {
        String flaw = flaw(index, header);
        Decision decision = decide(header.globalId(), flaw);
        int dirty = (int) header.mbarr().stream().filter(entry -> entry.dirtyBits() != 0).count();
        slots.add(new Slot(index, header, dirty, decision, flaw));
    }

    private Decision decide(long id, String flaw) {
        if (refusal != null) {
            return Decision.LEAVE;
        }
        if (flaw != null) {
            return Decision.DROP;
        }
        if (id <= superblock.lastMigratedSegmentId()) {
            return Decision.MIGRATED;
        }
        return id >= firstReplayed && id <= run.lastId() ? Decision.REPLAY : Decision.DROP;
    }

    /** What a scan that begins with this very segment says against it; null if nothing. */
    private String flaw(long index, SegmentHeaderDevice header) {
        long id = header.globalId();
        if (id < 0) {
            return "no id";
        }
        if (geometry.slotOf(id) != index) {
            return "segment " + id + " belongs in slot " + geometry.slotOf(id);
        }
        LogScan alone = scanFrom(id - 1);
        return alone.next() == null ? alone.end() : null;
    }

    /** What recovery has against the entries of a segment, in its words; null if nothing. */
    private static String refusal(SegmentHeaderDevice segment) {
        for (MetablockDevice entry : segment.mbarr()) {
            if (entry.flaw() != null) {
                return "segment " + segment.globalId() + " holds " + entry.flaw();
            }
        }
        return null;
    }

    /** As much of the header as its length, cut to what the slot can hold, covers. */
    private SegmentHeaderDevice header(long index) throws IOException {
        byte[] area = new byte[SegmentHeaderDevice.BYTES];
        long start = geometry.segmentStart(index);
        source.read(start, 1, area, 0);
        int length = Math.min(SegmentHeaderDevice.length(area), geometry.cachesInSegment());
        int sectors = SegmentHeaderDevice.sectors(length);
        if (sectors > 1) {
            source.read(start + 1, sectors - 1, area, Sectors.BYTES);
        }
        return SegmentHeaderDevice.decode(area);
    }

    private LogScan scanFrom(long record) {
        return new LogScan(geometry, record, UNIT_SECTORS, this::read);
    }

    private Status read(long sector, int sectors, byte[] into, int offset) {
        try {
            source.read(sector, sectors, into, offset);
            return Status.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Geometry geometry() {
        return geometry;
    }

    SuperblockDevice superblock() {
        return superblock;
    }

    /** Why the device is not taken, in the driver's words; null if it is. */
    String refusal() {
        return refusal;
    }

    /** First id that recovery replays, if it replays any. */
    long firstReplayed() {
        return firstReplayed;
    }

    /** Last id that recovery replays; the one before {@link #firstReplayed} if none. */
    long lastReplayed() {
        return run.lastId();
    }

    /** Why the replay ends there, in words; null if the device is refused. */
    String end() {
        return run.end();
    }

    /** The slots that are not empty, in order. */
    List<Slot> slots() {
        return slots;
    }

    /** How many slots recovery treats like that. */
    long count(Decision decision) {
        return decision == Decision.EMPTY ? empty
                : slots.stream().filter(slot -> slot.decision() == decision).count();
    }
}
