package powercut.crash.explore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.DiskOptions;
import powercut.block.PersistentMemory;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Runtime;

/**
 * What is under test: a table, the target types that it may name, and the disks below.
 *
 * @param table what is mapped
 * @param types the target types; a published defect is a type that stands in for the reference's
 * @param disks the disks, in the order in which all lists of media have them
 * @param slices what each device word of the table means
 */
public record Stack(Table table, TargetTypes types, List<Disk> disks, Map<String, Slice> slices) {
    /**
     * A disk below.
     *
     * @param name in reports
     * @param sectors its size
     * @param kind what persists as one
     * @param options what it is like; of persistent memory {@link DiskOptions#DEFAULT}, which makes a store a write
     *     that has ended at once and a barrier a flush, or, if it is asynchronous, that with a lying flush
     */
    public record Disk(String name, long sectors, Kind kind, DiskOptions options) {
        public Disk(String name, long sectors, DiskOptions options) {
            this(name, sectors, Kind.DISK, options);
        }

        /** Persistent memory. */
        public static Disk pmem(String name, long sectors) {
            return new Disk(name, sectors, Kind.PMEM, DiskOptions.DEFAULT);
        }

        /** The same, larger or smaller. */
        public Disk withSectors(long size) {
            return new Disk(name, size, kind, options);
        }

        /** The same with other options. */
        public Disk withOptions(DiskOptions other) {
            return new Disk(name, sectors, kind, other);
        }

        @Override
        public String toString() {
            if (kind == Kind.PMEM) {
                return name + ": " + sectors + " sectors of " + (options.lyingFlush() ? "asynchronous " : "")
                        + "persistent memory, a store may persist in part"
                        + (options.lyingFlush() ? ", barriers make nothing durable" : "");
            }
            return name + ": " + sectors + " sectors, "
                    + (options.logicalBlockBytes() > Sectors.BYTES ? "blocks of " + options.logicalBlockBytes()
                            + " bytes, " : "")
                    + (options.volatileCache() ? "volatile cache" : "no volatile cache")
                    + (options.lyingFlush() ? ", flushes make nothing durable" : "")
                    + ", a write may persist in part";
        }

        /** Length in bytes of what persists as one; lists of media have a set of values for each. */
        public int unitBytes() {
            return kind == Kind.PMEM ? PersistentMemory.ATOM_BYTES : Sectors.BYTES;
        }

        /** Units in a sector. */
        public int unitsPerSector() {
            return Sectors.BYTES / unitBytes();
        }

        /** Size in units. */
        public long units() {
            return sectors * unitsPerSector();
        }

        /** Copies a sector, whose units take the first of their values where they have several. */
        public void copySector(SectorSets medium, ContentPool pool, long sector, byte[] into, int at) {
            int units = unitsPerSector();
            for (int i = 0; i < units; i++) {
                byte[] unit = contents(pool).bytes(medium.possible(sector * units + i)[0]);
                System.arraycopy(unit, 0, into, at + i * unitBytes(), unitBytes());
            }
        }

        /** Whether a sector may hold {@code value}, a content of the pool. */
        public boolean mayHold(SectorSets medium, ContentPool pool, long sector, int value) {
            int units = unitsPerSector();
            boolean may = true;
            for (int i = 0; i < units && may; i++) {
                may = medium.admits(sector * units + i, contents(pool).find(pool.bytes(value), i * unitBytes()));
            }
            return may;
        }

        /** The numbers of the contents of its units. */
        public ContentPool contents(ContentPool pool) {
            return kind == Kind.PMEM ? pool.atoms() : pool;
        }
    }

    /** A block device whose sectors persist one by one, or persistent memory, whose atoms do. */
    public enum Kind { DISK, PMEM }

    /** A range of a disk: index in {@link Stack#disks}, first sector, length. */
    public record Slice(int disk, long start, long sectors) {}

    public Stack {
        disks = List.copyOf(disks);
        slices = Map.copyOf(slices);
    }

    /** The disk of that name. */
    public Disk disk(String name) throws BadInputException {
        return disks.stream().filter(disk -> disk.name().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("there is no disk \"" + name + "\", expected one of "
                        + disks.stream().map(Disk::name).collect(Collectors.joining(", "))));
    }

    /** The mapped device alone of {@link #devices}. */
    public MappedDevice device(Runtime runtime, List<? extends BlockDevice> below, Consumer<String> errorLog) {
        return devices(runtime, below, errorLog).top();
    }

    /**
     * The mapped devices over {@code below}, one device for each disk, on a machine that has just come up; without
     * tables yet.
     */
    public MappedDevices devices(Runtime runtime, List<? extends BlockDevice> below, Consumer<String> errorLog) {
        Map<String, BlockDevice> found = new HashMap<>(); // only looked up by key
        slices.forEach((word, slice) -> {
            BlockDevice disk = below.get(slice.disk());
            boolean whole = slice.start() == 0 && slice.sectors() == disk.sectors();
            found.put(word, whole && word.equals(disk.name()) ? disk
                    : new DeviceSlice(word, disk, slice.start(), slice.sectors()));
        });
        TargetTypes booted = types.boot();
        return new MappedDevices(name -> new MappedDevice(name, runtime, booted, found::get, errorLog));
    }

    /** Loads the table and resumes: what happens when the machine comes up, recovery included. Task context. */
    public void activate(MappedDevice device) throws TableException, TargetException {
        device.load(table);
        device.resume();
    }
}
