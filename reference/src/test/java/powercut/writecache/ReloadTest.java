package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.Status;
import powercut.dm.LinearTarget;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;

/** Changing the table of a device in use: the old target works until the switch (WC-07), the new one finds it all. */
class ReloadTest {
    private final Bench bench = new Bench(8, "0");

    /** The six steps of the target's documentation: afterwards the cache device can be taken away. */
    @Test
    void theCacheIsRemovedInSixSteps() {
        bench.run(() -> {
            MappedDevice device = withLinear();
            device.load(bench.table());
            device.resume();
            bench.device = device;
            bench.write(5, 7);
            bench.write(9, 8);

            assertThat(device.message(0, "flush_on_suspend")).isZero();
            device.load(Table.parse("0 600 linear origin 0"));
            device.suspend();
            assertThat(bench.info()).as("no error, everything free, nothing under way").isEqualTo("0 8 8 0");
            device.resume();
            bench.cache.failing = bio -> true;

            assertThat(device.status(StatusType.TABLE)).containsExactly("0 600 linear origin 0");
            assertThat(bench.read(5)).isEqualTo(7);
            assertThat(bench.read(9)).isEqualTo(8);
        });
    }

    /** Step four is there for this: the blocks that could not be written are still in the cache, and the old table. */
    @Test
    void theStatusSaysThatTheCacheMustNotBeRemoved() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.device.message(0, "flush_on_suspend");
            bench.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            bench.device.suspend();
            assertThat(bench.info()).isEqualTo("-5 8 7 0");
            bench.device.resume();
            assertThat(bench.read(5)).isEqualTo(7);
        });
    }

    @Test
    void theOldTargetWorksUntilTheSwitch() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.device.load(bench.table());
            bench.write(5, 2);
            bench.write(6, 3);
            assertThat(bench.device.message(0, "flush")).isZero();
            bench.write(5, 4);
            assertThat(bench.flush()).isEqualTo(Status.OK);
            bench.write(7, 5);
            bench.device.resume();
            assertThat(bench.read(5)).isEqualTo(4);
            assertThat(bench.read(6)).isEqualTo(3);
            assertThat(bench.read(7)).as("committed by the suspend").isEqualTo(5);
            assertThat(bench.info()).isEqualTo("0 8 6 0");
        });
    }

    @Test
    void theSwitchWaitsForTheOldTargetsWriteback() {
        bench.run(() -> {
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(5, 1);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            bench.write(5, 2);
            bench.device.load(bench.table());
            boolean[] switched = {false};
            bench.runtime.spawn("resume", () -> {
                bench.device.resume();
                switched[0] = true;
            });
            bench.pass(1);
            assertThat(switched[0]).isFalse();
            bench.origin.release();
            bench.pass(1);
            assertThat(switched[0]).isTrue();
            assertThat(bench.read(5)).isEqualTo(2);
            assertThat(bench.info()).isEqualTo("0 8 7 0");
        });
    }

    /** Constructing reads one sector and nothing else, so a table that is refused or dropped leaves no trace. */
    @ParameterizedTest
    @ValueSource(strings = {"0 600 writecache s origin cache 512 1 cleaner", "0 600 writecache s origin cache 1024 0",
        "0 300 writecache s origin cache 512 0\n300 300 writecache s origin nowhere 512 0"})
    void aRefusedTableChangesNothing(String table) {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.io.clear();
            assertThatThrownBy(() -> bench.device.load(Table.parse(table))).isInstanceOf(TargetException.class);
            bench.device.resume();
            assertThat(bench.io).noneMatch(io -> io.contains("WRITE"));
            bench.write(6, 2);
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.read(5)).isEqualTo(1);
        });
    }

    @Test
    void aTableThatIsDroppedAgainChangesNothing() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.device.load(bench.table());
            bench.device.clearInactive();
            bench.device.resume();
            assertThat(bench.read(5)).isEqualTo(1);
            assertThat(bench.info()).isEqualTo("0 8 7 0");
        });
    }

    /** WC-48: suspend and resume keep the error, a new table begins without it and with what is durable. */
    @Test
    void onlyANewTableForgetsAnError() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.write(6, 2);
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            bench.cache.failing = bio -> false;
            bench.device.suspend();
            bench.device.resume();
            assertThat(bench.info()).isEqualTo("-5 8 6 0");
            assertThat(bench.read(6)).as("in core").isEqualTo(2);
            assertThat(bench.tryWrite(7, 3)).isEqualTo(Status.IOERR);

            bench.device.load(bench.table());
            bench.device.resume();
            assertThat(bench.info()).isEqualTo("0 8 7 0");
            assertThat(bench.read(5)).isEqualTo(1);
            assertThat(bench.read(6)).as("was never committed").isZero();
            bench.write(7, 3);
            assertThat(bench.flush()).isEqualTo(Status.OK);
        });
    }

    @Test
    void aLowerWatermarkOfTheNewTableStartsWritebackAtOnce() {
        bench.run(() -> {
            for (int block = 0; block < 4; block++) {
                bench.write(block, 1);
            }
            bench.device.message(0, "flush");
            for (int block = 0; block < 3; block++) {
                bench.write(block, 2);
            }
            bench.device.load(Table.parse(
                    "0 600 writecache s origin cache 512 4 high_watermark 25 low_watermark 10"));
            bench.device.resume();
            bench.pass(1);
            assertThat(bench.info()).as("the low watermark is at 7 free blocks").isEqualTo("0 8 8 0");
            assertThat(bench.originTags(3)).isEqualTo("2 2 2");
        });
    }

    /** WC-17: what lies beyond the end of a shrunk origin was given up; a block on the end is written in part. */
    @Test
    void aShrunkOriginIsNoError() {
        Bench coarse = new Bench(40, "0");
        coarse.runBare(() -> {
            DeviceSlice shrunk = new DeviceSlice("shrunk", coarse.origin, 0, 9);
            Map<String, BlockDevice> disks = Map.of("origin", coarse.origin, "cache", coarse.cache, "shrunk", shrunk);
            coarse.device = new MappedDevice("top", coarse.runtime, new TargetTypes(new WritecacheType()), disks::get,
                    coarse.errors::add);
            coarse.device.load(Table.parse("0 16 writecache s origin cache 1024 0"));
            coarse.device.resume();
            for (long sector = 6; sector < 14; sector += 2) {
                coarse.submit(Bio.write(sector, 2, Bench.sectors((int) sector, 2), 0, false, false)).await();
            }
            coarse.device.load(Table.parse("0 8 writecache s shrunk cache 1024 0"));
            coarse.device.resume();
            assertThat(coarse.device.message(0, "flush")).isZero();
            assertThat(coarse.errors).isEmpty();
            assertThat(coarse.originTags(12)).isEqualTo("0 0 0 0 0 0 6 6 8 0 0 0");
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -2, Bench.ORIGIN_SECTORS})
    void anEntryOfASectorThatDoesNotExistIsDropped(long sector) {
        byte[] metadata = new byte[512];
        new Superblock(Superblock.MAGIC, 1, 512, 1, 1).store(metadata);
        LittleEndian.put64(metadata, Superblock.BYTES, sector);
        bench.cache.disk.load(0, metadata);
        bench.run(() -> {
            assertThat(bench.info()).isEqualTo("0 1 0 0");
            assertThat(bench.device.message(0, "flush")).isZero();
            assertThat(bench.info()).isEqualTo("0 1 1 0");
            assertThat(bench.io).noneMatch(io -> io.startsWith("origin WRITE"));
        });
    }

    @Test
    void wordsBehindTheOptionsAreIgnored() {
        bench.run(() -> {
            bench.device.load(Table.parse("0 600 writecache s origin cache 512 2 writeback_jobs 3 what else"));
            bench.device.resume();
            assertThat(bench.device.status(StatusType.TABLE))
                    .containsExactly("0 600 writecache s origin cache 512 2 writeback_jobs 3");
        });
    }

    private MappedDevice withLinear() {
        Map<String, WatchedDisk> disks = Map.of("origin", bench.origin, "cache", bench.cache);
        return new MappedDevice("top", bench.runtime, new TargetTypes(new WritecacheType(), LinearTarget.TYPE),
                disks::get, bench.errors::add);
    }
}
