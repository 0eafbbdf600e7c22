package powercut.crash.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import powercut.block.Sectors;
import powercut.dm.TargetException;
import powercut.writecache.Geometry;
import powercut.writecache.Superblock;
import powercut.writecache.WritecacheImage;
import powercut.writecache.WritecacheImage.Entry;
import powercut.writecache.WritecacheImage.SectorReader;

/**
 * What is on a dm-writecache cache device, and what recovery would make of it (writecache_resume; the table stands in
 * {@code powercut.writecache.Recovery}). Nothing is modified; of a corrupt device as much as possible is decoded.
 */
final class WritecacheInspection {
    /** What recovery does with an entry that is not free. */
    enum Decision { KEEP, DROP_UNCOMMITTED, DROP_OLDER }

    /** An entry that is not free, and what becomes of it. */
    record Judged(Entry entry, Decision decision) {}

    private static final long UNKNOWN = -1;
    private static final int PROBLEMS_MAX = 100; // told one by one

    /** What should not be; how many of each. */
    enum Problem { IDENTICAL, UNALIGNED, BEYOND_ORIGIN }

    private final WritecacheImage image;
    private final String refusal;
    private final long originSectors;
    private final Map<Long, Entry> kept = new HashMap<>(); // by original sector; only looked up by key
    private final List<Entry> used = new ArrayList<>(); // not free, by index
    private final List<String> problems = new ArrayList<>();
    private final Map<Problem, Long> problemCounts = new EnumMap<>(Problem.class);
    private final long deviceSectors;
    private long free;

    private WritecacheInspection(WritecacheImage image, String refusal, long deviceSectors, long originSectors) {
        this.image = image;
        this.refusal = refusal;
        this.deviceSectors = deviceSectors;
        this.originSectors = originSectors;
    }

    /**
     * Reads all entries.
     *
     * @param sectors size of the cache device
     * @param originSectors size of the origin; null if unknown
     */
    static WritecacheInspection of(SectorSource source, long sectors, Long originSectors) throws IOException {
        WritecacheInspection inspection = ofSuperblock(source, sectors, originSectors);
        inspection.image.forEachEntry(inspection::recover);
        return inspection;
    }

    /** Whether there are more entries on the device than are taken; then there is a refusal. */
    boolean hasTooManyBlocks() {
        return image.geometry().nBlocks() > Geometry.BLOCKS_MAX;
    }

    /** Reads the superblock only: there are no entries in the inspection then. */
    static WritecacheInspection ofSuperblock(SectorSource source, long sectors) throws IOException {
        return ofSuperblock(source, sectors, null);
    }

    private static WritecacheInspection ofSuperblock(SectorSource source, long sectors, Long originSectors)
            throws IOException {
        SectorReader reader = (sector, count, into) -> source.read(sector, count, into, 0);
        return new WritecacheInspection(WritecacheImage.decode(reader, sectors), refusal(reader, sectors), sectors,
                originSectors == null ? UNKNOWN : originSectors);
    }

    private static String refusal(SectorReader reader, long sectors) throws IOException {
        try {
            WritecacheImage.open(reader, sectors);
            return null;
        } catch (TargetException e) {
            return e.getMessage();
        }
    }

    private void recover(Entry entry) {
        if (entry.state() == WritecacheImage.State.FREE) {
            free++;
            return;
        }
        used.add(entry);
        if (entry.state() == WritecacheImage.State.UNCOMMITTED) {
            return;
        }
        checkSector(entry);
        Entry known = kept.get(entry.originalSector());
        int newer = known == null ? 1 : Long.compareUnsigned(entry.seqCount(), known.seqCount());
        if (newer == 0) {
            add(Problem.IDENTICAL, "entries " + known.index() + " and " + entry.index() + " are identical: sector "
                    + unsigned(entry.originalSector()) + ", sequence " + unsigned(entry.seqCount()));
        }
        if (newer >= 0) {
            kept.put(entry.originalSector(), entry);
        }
    }

    private void checkSector(Entry entry) {
        int blockSectors = image.geometry().blockSectors();
        if (entry.originalSector() % blockSectors != 0) {
            add(Problem.UNALIGNED, "entry " + entry.index() + ": sector " + unsigned(entry.originalSector())
                    + " is not aligned to blocks of " + blockSectors + " sectors");
        }
        if (isBeyondOrigin(entry)) {
            add(Problem.BEYOND_ORIGIN, "entry " + entry.index() + ": sector " + unsigned(entry.originalSector())
                    + " lies beyond the origin, which has " + originSectors + " sectors");
        }
    }

    private boolean isBeyondOrigin(Entry entry) {
        return originSectors != UNKNOWN && Long.compareUnsigned(entry.originalSector(),
                Math.max(0, originSectors - image.geometry().blockSectors())) > 0;
    }

    private void add(Problem kind, String words) {
        problemCounts.merge(kind, 1L, Long::sum);
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(words);
        }
    }

    /** All entries that are not free, by index. */
    List<Judged> entries() {
        return used.stream().map(entry -> new Judged(entry, decide(entry))).toList();
    }

    private Decision decide(Entry entry) {
        if (entry.state() == WritecacheImage.State.UNCOMMITTED) {
            return Decision.DROP_UNCOMMITTED;
        }
        return kept.get(entry.originalSector()).index() == entry.index() ? Decision.KEEP : Decision.DROP_OLDER;
    }

    Superblock superblock() {
        return image.superblock();
    }

    /** Why the driver would not take the device, in its words; null if it would. */
    String refusal() {
        return isUnformatted() ? null : refusal;
    }

    /** Whether the driver would format it: all that it asks for is a magic of zero. */
    boolean isUnformatted() {
        return superblock().magic() == 0;
    }

    /** First sector of the data blocks. */
    long metadataSectors() {
        return image.geometry().metadataBytes() / Sectors.BYTES;
    }

    /** How many entries are free. */
    long free() {
        return free;
    }

    /** How many entries recovery treats like that. */
    long count(Decision decision) {
        return used.stream().filter(entry -> decide(entry) == decision).count();
    }

    /** How many blocks of the cache the volume shows: those kept that lie on the origin. */
    long shown() {
        return used.stream().filter(entry -> decide(entry) == Decision.KEEP && !isBeyondOrigin(entry)).count();
    }

    /** What should not be, a sentence each; the first {@value #PROBLEMS_MAX}. */
    List<String> problems() {
        return problems;
    }

    /** How many problems of a kind there are. */
    long count(Problem kind) {
        return problemCounts.getOrDefault(kind, 0L);
    }

    /** Size of the device. */
    long deviceSectors() {
        return deviceSectors;
    }

    int blockSectors() {
        return image.geometry().blockSectors();
    }

    /** How many entries are committed, whether recovery keeps them or not. */
    long committed() {
        return count(Decision.KEEP) + count(Decision.DROP_OLDER);
    }

    /** As the driver prints its 64-bit numbers. */
    static String unsigned(long number) {
        return Long.toUnsignedString(number);
    }
}
