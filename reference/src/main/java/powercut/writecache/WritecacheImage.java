package powercut.writecache;

import java.io.IOException;
import java.util.function.Consumer;
import powercut.block.Sectors;
import powercut.dm.TargetException;

/**
 * The metadata of a cache device, read offline and as it is: nothing is decided, nothing is dropped, nothing is
 * written. {@link Superblock} draws the layout; {@link Recovery} says what the target would make of it.
 */
public final class WritecacheImage {
    private static final int CHUNK_SECTORS = 128;
    private static final int ENTRIES_PER_SECTOR = Sectors.BYTES / Superblock.ENTRY_BYTES;
    private static final int SUPERBLOCK_IN_ENTRIES = Superblock.BYTES / Superblock.ENTRY_BYTES;

    private final SectorReader reader;
    private final Superblock superblock;
    private final Geometry geometry;

    /** Where the image comes from. */
    @FunctionalInterface
    public interface SectorReader {
        /** Reads {@code sectors} from {@code sector} of the cache device on to the start of {@code into}. */
        void read(long sector, int sectors, byte[] into) throws IOException;
    }

    /** What an entry is against the superblock's seq_count (rules 3 and 4). */
    public enum State { FREE, COMMITTED, UNCOMMITTED }

    /**
     * One entry.
     *
     * @param index of the entry and of its data block
     * @param originalSector of the target; means nothing if the entry is free
     * @param seqCount unsigned
     * @param dataSector first sector of the data block on the cache device
     */
    public record Entry(long index, State state, long originalSector, long seqCount, long dataSector) {}

    private WritecacheImage(SectorReader reader, Superblock superblock, Geometry geometry) {
        this.reader = reader;
        this.superblock = superblock;
        this.geometry = geometry;
    }

    /**
     * Reads and checks the superblock.
     *
     * @param deviceSectors size of the cache device
     * @throws TargetException with the driver's text, if the driver would refuse the device or format it
     */
    public static WritecacheImage open(SectorReader reader, long deviceSectors) throws IOException, TargetException {
        byte[] sector = new byte[Sectors.BYTES];
        reader.read(0, 1, sector);
        Superblock superblock = Superblock.parse(sector);
        Geometry geometry = superblock.check(superblock.blockSize(), Sectors.toBytes(deviceSectors));
        return new WritecacheImage(reader, superblock, geometry);
    }

    /**
     * Reads as much as there is, whatever the driver would say of it: an impossible block size is taken for the
     * largest, and entries go as far as the device does.
     *
     * @param deviceSectors size of the cache device, at least 1
     */
    public static WritecacheImage decode(SectorReader reader, long deviceSectors) throws IOException {
        byte[] sector = new byte[Sectors.BYTES];
        reader.read(0, 1, sector);
        Superblock superblock = Superblock.parse(sector);
        int blockSize = Geometry.isBlockSize(superblock.blockSize()) ? superblock.blockSize() : Geometry.PAGE_SIZE;
        long entriesMax = (Sectors.toBytes(deviceSectors) - Superblock.BYTES) / Superblock.ENTRY_BYTES;
        long nBlocks = Long.compareUnsigned(superblock.nBlocks(), entriesMax) < 0 ? superblock.nBlocks() : entriesMax;
        return new WritecacheImage(reader, superblock,
                new Geometry(blockSize, nBlocks, Geometry.metadataBytes(nBlocks, blockSize)));
    }

    public Superblock superblock() {
        return superblock;
    }

    public Geometry geometry() {
        return geometry;
    }

    /** Gives all entries to {@code visitor}, by index, reading the metadata in pieces. */
    public void forEachEntry(Consumer<Entry> visitor) throws IOException {
        byte[] chunk = new byte[CHUNK_SECTORS * Sectors.BYTES];
        long index = 0;
        for (long sector = 0; sector < geometry.entrySectors(); sector += CHUNK_SECTORS) {
            int sectors = (int) Math.min(CHUNK_SECTORS, geometry.entrySectors() - sector);
            reader.read(sector, sectors, chunk);
            long end = Math.min(geometry.nBlocks(), (sector + sectors) * ENTRIES_PER_SECTOR - SUPERBLOCK_IN_ENTRIES);
            for (; index < end; index++) {
                long inArea = Superblock.BYTES + index * Superblock.ENTRY_BYTES;
                visitor.accept(entry(index, chunk, (int) (inArea - Sectors.toBytes(sector))));
            }
        }
    }

    private Entry entry(long index, byte[] bytes, int offset) {
        long seqCount = LittleEndian.get64(bytes, offset + Long.BYTES);
        State state = seqCount == Superblock.FREE ? State.FREE
                : Long.compareUnsigned(seqCount, superblock.seqCount()) < 0 ? State.COMMITTED : State.UNCOMMITTED;
        return new Entry(index, state, LittleEndian.get64(bytes, offset), seqCount, geometry.cacheSector(index));
    }
}
