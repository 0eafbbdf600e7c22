package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Sectors;
import powercut.block.VolatileDisk;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.RandomChooser;
import powercut.runtime.SimulatedRuntime;
import powercut.sysfs.HasSysfs;
import powercut.sysfs.Sysfs;
import powercut.sysfs.SysfsException;
import powercut.writeboost.WriteboostModule;

/**
 * Logs that the reference wrote, sector by sector from one of two moments of a run: some whole, most torn somewhere.
 * What inspect says of each is what a recovery of it does.
 */
class InspectAgreesWithRecoveryTest {
    private static final int ORDER = 9;
    private static final int NR_SEGMENTS = 3;
    private static final int CACHE_SECTORS = NR_SEGMENTS + 1 << ORDER;
    private static final int BACKING_SECTORS = 1024;
    private static final int LOGS = 40;

    /** What a test does with a device that has come up. */
    private interface Body {
        void run(Machine machine) throws SysfsException;
    }

    /** A device on two disks, and the images that were loaded to them. */
    private static final class Machine {
        final SimulatedRuntime runtime;
        final VolatileDisk backing;
        final VolatileDisk cache;
        final MappedDevice device;

        Machine(long seed, byte[] cacheImage) {
            runtime = new SimulatedRuntime(new RandomChooser(seed));
            backing = new VolatileDisk("backing", BACKING_SECTORS, DiskOptions.DEFAULT, runtime, IoObserver.NONE);
            cache = new VolatileDisk("cache", CACHE_SECTORS, DiskOptions.DEFAULT, runtime, IoObserver.NONE);
            cache.load(0, cacheImage);
            Map<String, BlockDevice> disks = Map.of("backing", backing, "cache", cache);
            device = new MappedDevice("top", runtime, new TargetTypes(new WriteboostModule(ORDER)), disks::get,
                    line -> { });
        }

        void run(Body body) {
            runtime.run(() -> {
                try {
                    device.load(Table.parse("0 " + BACKING_SECTORS + " writeboost 5 backing 3 cache"));
                    device.resume();
                    body.run(this);
                } catch (TableException | TargetException | SysfsException e) {
                    throw new AssertionError(e);
                }
            });
        }

        void submit(Bio bio) {
            Completion end = runtime.completion("test bio");
            device.submit(bio.onEnd(ended -> end.complete()));
            end.await();
        }

        Sysfs sysfs() {
            return ((HasSysfs) device.targetAt(0)).sysfs();
        }
    }

    @Test
    void inspectSaysWhatRecoveryDoes() throws Exception {
        int replayed = 0;
        int torn = 0;
        for (long seed = 1; seed <= LOGS; seed++) {
            byte[] image = log(seed);
            WriteboostInspection inspection = inspect(image);
            assertThat(inspection.refusal()).as("log %d", seed).isNull();

            new Machine(seed, image).run(machine -> assertThat(
                    machine.sysfs().read("caches/3/last_flushed_segment_id").strip())
                    .as("last segment of the run").isEqualTo(Long.toString(inspection.lastReplayed())));
            replayed += inspection.count(WriteboostInspection.Decision.REPLAY) > 0 ? 1 : 0;
            torn += inspection.end().contains("torn") ? 1 : 0;
        }
        assertThat(replayed).as("logs with something to replay").isGreaterThan(LOGS / 4);
        assertThat(torn).as("logs that end with a torn header").isGreaterThan(LOGS / 10);
    }

    @Test
    void whatInspectRefusesRecoveryRefuses() throws Exception {
        byte[] image = log(1);
        image[9] ^= 1; // of the identity
        assertThat(inspect(image).refusal()).isNotNull();

        new Machine(1, image).run(machine -> assertThat(machine.sysfs().list("caches")).isEmpty());
    }

    private static WriteboostInspection inspect(byte[] image) throws TargetException {
        try {
            return WriteboostInspection.of((sector, count, into, offset) -> System.arraycopy(image,
                    Math.toIntExact(Sectors.toBytes(sector)), into, offset, count * Sectors.BYTES),
                    CACHE_SECTORS, ORDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each sector of the cache device as it was at the end of a run, or a little before. */
    private static byte[] log(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> moments = new ArrayList<>();
        new Machine(seed, new byte[CACHE_SECTORS * Sectors.BYTES]).run(machine -> {
            machine.sysfs().write("caches/3/allow_migrate", random.nextBoolean() ? "1" : "0");
            int writes = 40 + random.nextInt(100);
            for (int i = 0; i < writes; i++) {
                machine.submit(Bio.write(8 * random.nextInt(BACKING_SECTORS / 8), new byte[8 * Sectors.BYTES]));
            }
            machine.submit(Bio.flush());
            moments.add(machine.cache.peek(0, CACHE_SECTORS));
            for (int i = 0; i < 70; i++) {
                machine.submit(Bio.write(8 * random.nextInt(BACKING_SECTORS / 8), new byte[8 * Sectors.BYTES]));
            }
            machine.submit(Bio.flush());
            moments.add(machine.cache.peek(0, CACHE_SECTORS));
        });
        byte[] image = moments.get(1).clone();
        for (int sector = 0; sector < CACHE_SECTORS; sector++) {
            int at = sector * Sectors.BYTES;
            System.arraycopy(moments.get(random.nextInt(2)), at, image, at, Sectors.BYTES);
        }
        return image;
    }
}
