package powercut.stress;

import java.util.Map;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.crash.fault.Fault;
import powercut.crash.fault.FaultyDisk;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.dm.TargetModule;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.Runtime;
import powercut.runtime.ThreadRuntime;
import powercut.sysfs.HasSysfs;
import powercut.sysfs.SysfsException;

/** A target on two disks with volatile caches. A sector holds one small number. */
final class Rig {
    /** Where the data blocks of dm-writecache begin on the cache device. */
    static final int METADATA_SECTORS = 1;

    private static final ThreadRuntime THREADS = new ThreadRuntime();
    private static final int ORIGIN_SECTORS = 8;
    private static final int LINE_SECTORS = 8; // and a segment of one line is twice that
    private static final int SLOTS = 4;

    private final Runtime runtime;
    private final VolatileDisk origin;
    private final TargetTypes types;
    private final Map<String, BlockDevice> disks;
    private final String table;
    private MappedDevice device;

    /** A bio on its way. */
    record Pending(Bio bio, Completion ended) {
        Status await() {
            ended.await();
            return bio.status();
        }
    }

    /** Real threads, the same for all rigs of this JVM. */
    static Runtime threads() {
        return THREADS;
    }

    /** dm-writecache in SSD mode with blocks of one sector, formatted and active; task context. */
    Rig(Runtime runtime, TargetType writecache, IoObserver observer, int cacheBlocks) {
        this(runtime, writecache, observer, cacheBlocks, ORIGIN_SECTORS, "512 0");
    }

    /**
     * The same.
     *
     * @param arguments the table line's behind the devices
     * @param faults of the origin
     */
    Rig(Runtime runtime, TargetType writecache, IoObserver observer, int cacheBlocks, int originSectors,
            String arguments, Fault.OfBio... faults) {
        this(runtime, writecache, observer, "0 " + originSectors + " writecache s origin cache " + arguments,
                originSectors, METADATA_SECTORS + cacheBlocks, faults);
    }

    /** dm-writeboost with one block of 8 sectors and segments of one line, active; task context. */
    static Rig writeboost(Runtime runtime, TargetModule writeboost) {
        return new Rig(runtime, writeboost, IoObserver.NONE, "0 " + LINE_SECTORS + " writeboost 1 origin 3 cache",
                LINE_SECTORS, (SLOTS + 1) * 2 * LINE_SECTORS);
    }

    private Rig(Runtime runtime, TargetModule module, IoObserver observer, String table, int originSectors,
            int cacheSectors, Fault.OfBio... faults) {
        this.runtime = runtime;
        this.table = table;
        origin = new VolatileDisk("origin", originSectors, DiskOptions.DEFAULT, runtime, observer);
        FaultyDisk faulty = new FaultyDisk(origin, runtime);
        for (Fault.OfBio fault : faults) {
            faulty.inject(fault);
        }
        VolatileDisk cache = new VolatileDisk("cache", cacheSectors, DiskOptions.DEFAULT, runtime, observer);
        disks = Map.of("origin", faulty, "cache", cache);
        types = new TargetTypes(module);
        activate();
    }

    private void activate() {
        device = new MappedDevice("top", runtime, types, disks::get, line -> { });
        try {
            device.load(Table.parse(table));
        } catch (TableException | TargetException e) {
            throw new IllegalStateException(e.getMessage());
        }
        device.resume();
    }

    Pending start(Bio bio) {
        Completion ended = runtime.completion("bio");
        device.submit(bio.onEnd(end -> ended.complete()));
        return new Pending(bio, ended);
    }

    Pending startWrite(long sector, int number) {
        return start(Bio.write(sector, block(number)));
    }

    boolean write(long sector, int number) {
        return startWrite(sector, number).await().isOk();
    }

    /**
     * Writes two sectors, the first from a task of its own, since both may have to wait in the target; returns how many
     * writes ended well.
     */
    int writeTwo(long sector) {
        Bio bio = Bio.write(sector, block(1));
        Completion ended = runtime.completion("bio");
        bio.onEnd(end -> ended.complete());
        runtime.spawn("writer of sector " + sector, () -> device.submit(bio));
        boolean second = write(sector + 1, 1);
        ended.await();
        return (bio.status().isOk() ? 1 : 0) + (second ? 1 : 0);
    }

    boolean write(long sector, int sectors, int number) {
        byte[] data = new byte[sectors * Sectors.BYTES];
        for (int i = 0; i < sectors; i++) {
            data[i * Sectors.BYTES] = (byte) number;
        }
        return start(Bio.write(sector, data)).await().isOk();
    }

    boolean flush() {
        return start(Bio.flush()).await().isOk();
    }

    boolean discard(long sector) {
        return start(Bio.discard(sector, 1)).await().isOk();
    }

    /** What the sector holds; -1 for an error. */
    int read(long sector) {
        byte[] data = new byte[Sectors.BYTES];
        return start(Bio.read(sector, data)).await().isOk() ? data[0] : -1;
    }

    /** What the origin holds now. */
    int peekOrigin(long sector) {
        return origin.peek(sector, 1)[0];
    }

    /** The "flush" message: commit, and write everything back. */
    void writeBackAll() {
        device.message(0, "flush");
    }

    /** Blocks that are neither free nor under writeback. */
    int usedBlocks() {
        String[] words = device.status(StatusType.INFO).get(0).split(" ");
        return number(words[4]) - number(words[5]) - number(words[6]);
    }

    /** Writes a file of the cache of dm-writeboost. */
    void tune(String file, int value) {
        try {
            ((HasSysfs) device.targetAt(0)).sysfs().write("caches/3/" + file, Integer.toString(value));
        } catch (SysfsException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }

    void suspend() {
        device.suspend();
    }

    void resume() {
        device.resume();
    }

    /** Lets others go on. */
    void reschedule() {
        runtime.reschedule();
    }

    /** Stops the target, waits for its daemons, and starts it again on the same disks. */
    void restart() {
        remove();
        activate();
    }

    /** Stops the target's threads; an exception on one of the runtime's threads comes out here. */
    void remove() {
        device.remove();
        if (THREADS.failure() != null) {
            throw new IllegalStateException(THREADS.failure());
        }
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static byte[] block(int number) {
        byte[] block = new byte[Sectors.BYTES];
        block[0] = (byte) number;
        return block;
    }
}
