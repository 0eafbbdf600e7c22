package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import powercut.bench.SimulatedMachine;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Chooser;
import powercut.runtime.FirstChooser;

/**
 * A machine with two backing disks and a cache disk in one simulated run, and device "top": device 1 on "backing",
 * cache 3 on "cache". Sectors are filled with a tag; a picture of sectors is the row of their tags.
 */
final class Bench extends SimulatedMachine {
    static final long BACKING_SECTORS = 64; // where a test says nothing else

    // bits of the index of a counter of struct stat
    static final int WRITE = 1;
    static final int HIT = 2;
    static final int ON_BUFFER = 4;
    static final int FULLSIZE = 8;

    final Geometry geometry;
    final WatchedDisk backing;
    final WatchedDisk second;
    final WatchedDisk cache;
    final TargetTypes types;
    final Registry registry;
    private final String table;
    MappedDevice device;

    Bench(int order, int nrSegments) {
        this(order, nrSegments, BACKING_SECTORS);
    }

    Bench(int order, int nrSegments, long backingSectors) {
        this(order, nrSegments, backingSectors, new Steps(), new FirstChooser());
    }

    Bench(int order, int nrSegments, Steps steps, Chooser chooser) {
        this(order, nrSegments, BACKING_SECTORS, steps, chooser);
    }

    Bench(int order, int nrSegments, long backingSectors, Steps steps, Chooser chooser) {
        super(chooser);
        geometry = new Geometry(order, nrSegments);
        table = "0 " + backingSectors + " writeboost 1 backing 3 cache";
        backing = new WatchedDisk("backing", backingSectors, runtime, io::add);
        second = new WatchedDisk("second", backingSectors, runtime, io::add);
        cache = new WatchedDisk("cache", nrSegments + 1L << order, runtime, io::add);
        registry = new Registry(order, steps);
        types = new TargetTypes(steps.writeboostType(registry), new WriteboostMgrType(registry));
    }

    /** Runs the test on the active device "top". */
    void run(Body body) {
        runBare(() -> {
            device = device(table);
            io.clear();
            body.run();
        });
    }

    MappedDevice newDevice() {
        Map<String, WatchedDisk> disks = Map.of("backing", backing, "second", second, "cache", cache);
        return new MappedDevice("top", runtime, types, disks::get, errors::add);
    }

    /** The target writeboost-mgr on a device of its own. */
    MappedDevice mgr() {
        try {
            return device("0 1 writeboost-mgr");
        } catch (TargetException | TableException e) {
            throw new AssertionError(e);
        }
    }

    /** A new device, active. */
    MappedDevice device(String table) throws TargetException, TableException {
        MappedDevice created = newDevice();
        created.load(Table.parse(table));
        created.resume();
        return created;
    }

    /** Removes the device and its cache, and creates both again. */
    void recreate() throws TargetException, TableException {
        device.remove();
        device = device(table);
    }

    /** What is in RAM goes to the log: dropTransient of the upstream suites. */
    void dropTransient() {
        device.suspend();
        device.resume();
    }

    /** The counter at that index. */
    long stat(int index) {
        return wbCache().stat.get(index);
    }

    WbCache wbCache() {
        return registry.cache(3);
    }

    // ---- bios

    Pending submit(Bio bio) {
        return submit(device, bio);
    }

    /** Submits from a task of its own: the target may block it. */
    Pending submitFromTask(Bio bio) {
        return submitFromTask(device, bio);
    }

    static Bio writeBio(long sector, int sectors, int tag) {
        return Bio.write(sector, filled(sectors, tag));
    }

    void write(long sector, int sectors, int tag) {
        assertThat(tryWrite(sector, sectors, tag)).as("write of %d+%d", sector, sectors).isEqualTo(Status.OK);
    }

    Status tryWrite(long sector, int sectors, int tag) {
        return submit(writeBio(sector, sectors, tag)).await();
    }

    /** The tags of the sectors. */
    String read(long sector, int sectors) {
        byte[] into = new byte[sectors * Sectors.BYTES];
        assertThat(submit(Bio.read(sector, into)).await()).as("read of %d+%d", sector, sectors).isEqualTo(Status.OK);
        return picture(into);
    }

    Status tryRead(long sector) {
        return tryRead(sector, 1);
    }

    Status tryRead(long sector, int sectors) {
        return submit(Bio.read(sector, new byte[sectors * Sectors.BYTES])).await();
    }

    Status tryFlush() {
        return submit(Bio.flush()).await();
    }

    void flush() {
        assertThat(tryFlush()).isEqualTo(Status.OK);
    }

    /** Writes full block {@code block} with {@code tag} and has it flushed: a segment of one line. */
    void segment(int block, int tag) {
        write(block * 8L, 8, tag);
        flush();
    }

    /** Has the migration daemon migrate all that is flushed. */
    void migrateAll() {
        wbCache().setAllowMigrate(true);
        pass(1);
        wbCache().setAllowMigrate(false);
    }

    // ---- what is there

    String backing(long sector, int sectors) {
        return picture(backing.disk.peek(sector, sectors));
    }

    /** The tags of line {@code line} of slot {@code slot}. */
    String line(long slot, int line) {
        return picture(cache.disk.peek(geometry.lineStart(slot, line), Geometry.LINE_SECTORS));
    }

    SegmentHeaderDevice header(long slot) {
        return SegmentHeaderDevice.decode(cache.disk.peek(geometry.segmentStart(slot), Geometry.LINE_SECTORS));
    }

    long record() {
        return SuperblockDevice.decode(cache.disk.peek(0, 1)).lastMigratedSegmentId();
    }

    /** "flushed migrated recorded current", segment ids. */
    String ids() {
        WbCache wb = wbCache();
        return wb.lastFlushedSegmentId + " " + wb.lastMigratedSegmentId + " " + record() + " "
                + wb.currentBuffer.segmentId();
    }

    // ---- images

    void loadRecord(long record) {
        byte[] sector = new byte[Sectors.BYTES];
        SuperblockDevice.of(record, geometry).encode(sector);
        cache.disk.load(0, sector);
    }

    /** An entry of a header: a block of device 1, and its dirty bits. */
    static MetablockDevice entry(int block, int dirtyBits) {
        return new MetablockDevice(block * 8L, 1, dirtyBits, 0);
    }

    /** Puts a segment into its slot; each line is filled with {@code tag}. */
    void loadSegment(long id, int tag, MetablockDevice... entries) {
        int lap = geometry.lapOf(id);
        byte[] area = new byte[SegmentHeaderDevice.BYTES];
        new SegmentHeaderDevice(id, lap, Arrays.stream(entries)
                .map(e -> new MetablockDevice(e.sector(), e.deviceId(), e.dirtyBits(), lap)).toList()).encode(area);
        long slot = geometry.slotOf(id);
        cache.disk.load(geometry.segmentStart(slot), area);
        for (int line = 0; line < entries.length; line++) {
            cache.disk.load(geometry.lineStart(slot, line), filled(Geometry.LINE_SECTORS, tag));
        }
    }

    static byte[] filled(int sectors, int tag) {
        byte[] bytes = new byte[sectors * Sectors.BYTES];
        Arrays.fill(bytes, (byte) tag);
        return bytes;
    }

    /** One cell per sector; ?? where the bytes of a sector differ. */
    static String picture(byte[] bytes) {
        StringBuilder picture = new StringBuilder();
        for (int at = 0; at < bytes.length; at += Sectors.BYTES) {
            boolean uniform = true;
            for (int i = 1; i < Sectors.BYTES; i++) {
                uniform &= bytes[at + i] == bytes[at];
            }
            picture.append(at == 0 ? "" : " ").append(uniform ? String.valueOf(bytes[at]) : "??");
        }
        return picture.toString();
    }
}
