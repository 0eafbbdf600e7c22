package powercut.writeboost.userland;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.DiskStats;
import powercut.block.IoObserver;
import powercut.block.Limits;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Chooser;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;
import powercut.sysfs.SysfsException;
import powercut.writeboost.Steps;
import powercut.writeboost.WriteboostModule;

/**
 * A machine with two backing disks and a cache disk of 8 segments of 7 lines, in one simulated run. A sector full of
 * {@code tag} is written and read as the pair (sector, tag).
 */
public final class AdminBench {
    public static final int ORDER = 6;
    public static final int NR_SEGMENTS = 8;
    public static final int CACHE_SECTORS = NR_SEGMENTS + 1 << ORDER;
    public static final int BACKING_SECTORS = 512;

    public final SimulatedRuntime runtime;
    private final WriteboostModule module;
    public final Map<String, Disk> disks = new HashMap<>(); // only looked up by key
    public final List<String> errors = new ArrayList<>();
    public AdminTools tools;

    /** What a test does, in the run's main task. */
    public interface Body {
        void run() throws TableException, TargetException, SysfsException;
    }

    /** A disk that can fail, and that measures itself. */
    public static final class Disk implements BlockDevice {
        public final VolatileDisk content;
        public final DiskStats stats;
        public boolean failing;
        private final SimulatedRuntime runtime;

        private Disk(String name, long sectors, SimulatedRuntime runtime) {
            this.runtime = runtime;
            this.stats = new DiskStats(runtime, IoObserver.NONE);
            this.content = new VolatileDisk(name, sectors, DiskOptions.DEFAULT, runtime, stats);
        }

        @Override
        public String name() {
            return content.name();
        }

        @Override
        public long sectors() {
            return content.sectors();
        }

        @Override
        public Limits limits() {
            return content.limits();
        }

        @Override
        public void submit(Bio bio) {
            if (failing) {
                runtime.interrupt(name() + " error", () -> bio.end(Status.IOERR));
            } else {
                content.submit(bio);
            }
        }
    }

    public AdminBench() {
        this(new FirstChooser());
    }

    public AdminBench(Chooser chooser) {
        this(chooser, new Steps());
    }

    /** @param steps may put back a published defect */
    public AdminBench(Chooser chooser, Steps steps) {
        module = new WriteboostModule(ORDER, steps);
        runtime = new SimulatedRuntime(chooser);
        addDisk("backing", BACKING_SECTORS);
        addDisk("other", BACKING_SECTORS);
        addDisk("cache", CACHE_SECTORS);
        addDisk("spare", CACHE_SECTORS);
        addDisk("tiny", 2 << ORDER);
    }

    private void addDisk(String name, long sectors) {
        disks.put(name, new Disk(name, sectors, runtime));
    }

    /** Runs the test on a machine with nothing but the device writeboost-mgr. */
    public void run(Body body) {
        runtime.run(() -> {
            try {
                tools = new AdminTools(runtime, new TargetTypes(module),
                        List.copyOf(disks.values()), errors::add);
                body.run();
            } catch (TableException | TargetException | SysfsException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Runs the test with device 5 on the disk backing, attached to cache 3 on the disk cache. */
    public void runAttached(Body body) {
        run(() -> {
            tools.formatCache("cache");
            tools.create("perflv", 5, "backing");
            tools.resumeCache(3, "cache");
            tools.attach(5, 3);
            errors.clear();
            body.run();
        });
    }

    public int mgr(String... words) {
        return tools.mgr().message(0, words);
    }

    // ---- bios to the volume on device 5

    public void write(long sector, int tag) {
        assertThat(submit(Bio.write(sector, sector(tag)))).as("write of sector %d", sector).isEqualTo(Status.OK);
    }

    public void flush() {
        assertThat(submit(Bio.flush())).as("flush").isEqualTo(Status.OK);
    }

    /** The tag that the sector is filled with. */
    public int read(long sector) {
        byte[] into = new byte[Sectors.BYTES];
        assertThat(submit(Bio.read(sector, into))).as("read of sector %d", sector).isEqualTo(Status.OK);
        assertThat(into).containsOnly(into[0]);
        return into[0];
    }

    public Status submit(Bio bio) {
        Completion completion = runtime.completion("test bio");
        tools.volume(5).submit(bio.onEnd(ended -> completion.complete()));
        completion.await();
        return bio.status();
    }

    /** What a disk holds in that sector. */
    public int tagOn(String disk, long sector) {
        return disks.get(disk).content.peek(sector, 1)[0];
    }

    public static byte[] sector(int tag) {
        byte[] bytes = new byte[Sectors.BYTES];
        Arrays.fill(bytes, (byte) tag);
        return bytes;
    }
}
