package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;

/** Where data goes and where it is read from: rules 16 to 26. Segments of 3 lines. */
class MappingTest {
    private final Bench bench = new Bench(5, 4);

    @Test
    void writeIsAcknowledgedInRam() {
        bench.run(() -> {
            bench.write(8, 8, 1);
            assertThat(bench.io).isEmpty();
            assertThat(bench.read(8, 8)).isEqualTo("1 1 1 1 1 1 1 1");
            assertThat(bench.io).isEmpty();
        });
    }

    @Test
    void readIsPutTogetherFromBufferAndBackingDevice() {
        bench.run(() -> {
            bench.backing.disk.load(0, Bench.filled(16, 9));
            bench.write(2, 3, 1);
            bench.write(4, 2, 2);
            assertThat(bench.read(0, 10)).isEqualTo("9 9 1 1 2 2 9 9 9 9");
            assertThat(bench.backing(0, 8)).as("a read writes nothing (WB-A19)").isEqualTo("9 9 9 9 9 9 9 9");
        });
    }

    @Test
    void readIsPutTogetherFromCacheAndBackingDevice() {
        bench.run(() -> {
            bench.backing.disk.load(0, Bench.filled(16, 9));
            bench.write(2, 3, 1);
            bench.flush();
            bench.io.clear();
            assertThat(bench.read(0, 8)).isEqualTo("9 9 1 1 1 9 9 9");
            assertThat(bench.io).containsExactly("backing READ 0+2", "cache READ 42+3", "backing READ 5+3");
        });
    }

    @Test
    void fullBlockIsReadFromItsLine() {
        bench.run(() -> {
            bench.segment(3, 7);
            bench.io.clear();
            assertThat(bench.read(24, 8)).isEqualTo("7 7 7 7 7 7 7 7");
            assertThat(bench.io).containsExactly("cache READ 40+8");
        });
    }

    @Test
    void readOfAQueuedSegmentDoesNotWaitForTheFlushDaemon() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(0, 32, 1);
            bench.pass(1);
            assertThat(bench.cache.held).as("the first segment is being written").hasSize(1);
            assertThat(bench.read(0, 8)).isEqualTo("1 1 1 1 1 1 1 1");
            bench.cache.release();
        });
    }

    @Test
    void everyBlockTakesALine() {
        bench.run(() -> {
            bench.write(4, 16, 1);
            bench.flush();
            assertThat(bench.header(0)).isEqualTo(new SegmentHeaderDevice(1, 1, List.of(
                    new MetablockDevice(0, 1, 0xF0, 1), new MetablockDevice(8, 1, 0xFF, 1),
                    new MetablockDevice(16, 1, 0x0F, 1))));
            assertThat(bench.line(0, 0)).as("nothing stale beside it (WB-C8)").isEqualTo("0 0 0 0 1 1 1 1");
            assertThat(bench.line(0, 1)).isEqualTo("1 1 1 1 1 1 1 1");
            assertThat(bench.line(0, 2)).isEqualTo("1 1 1 1 0 0 0 0");
        });
    }

    @Test
    void fullOverwriteDropsAFullCopy() {
        bench.run(() -> {
            bench.segment(1, 1);
            bench.io.clear();
            bench.write(8, 8, 2);
            assertThat(bench.io).isEmpty();
            assertThat(bench.read(8, 8)).isEqualTo("2 2 2 2 2 2 2 2");
            assertThat(bench.wbCache().nrDirtyCaches(1)).isEqualTo(1);
        });
    }

    @Test
    void partialOverwriteFirstBringsTheOldCopyToTheBackingDevice() {
        bench.run(() -> {
            bench.segment(1, 1);
            bench.io.clear();
            bench.write(10, 1, 2);
            assertThat(bench.io).containsExactly("cache READ 40+8", "backing WRITE FUA 8+8");
            assertThat(bench.read(8, 8)).isEqualTo("1 1 2 1 1 1 1 1");
        });
    }

    /** WB-A11. */
    @Test
    void partialCopyIsBroughtToTheBackingDeviceWithFuaSectorBySector() {
        bench.run(() -> {
            bench.write(9, 2, 1);
            bench.write(14, 1, 1);
            bench.flush();
            bench.io.clear();
            bench.write(8, 8, 2);
            assertThat(bench.io).containsExactly("cache READ 41+1", "backing WRITE FUA 9+1", "cache READ 42+1",
                    "backing WRITE FUA 10+1", "cache READ 46+1", "backing WRITE FUA 14+1");
        });
    }

    @Test
    void overwriteOfACleanCopyWritesNothingBack() {
        bench.run(() -> {
            bench.segment(1, 1);
            bench.migrateAll();
            bench.io.clear();
            bench.write(10, 1, 2);
            assertThat(bench.io).isEmpty();
            assertThat(bench.read(8, 8)).isEqualTo("1 1 2 1 1 1 1 1");
        });
    }

    /** WB-A20. */
    @Test
    void discardOfDirtySectorsIsAWriteOfZeros() {
        bench.run(() -> {
            bench.segment(1, 1);
            assertThat(bench.submit(Bio.discard(4, 8)).await()).isEqualTo(Status.OK);
            assertThat(bench.read(4, 12)).isEqualTo("0 0 0 0 0 0 0 0 1 1 1 1");
            bench.flush();
            bench.migrateAll();
            assertThat(bench.backing(4, 12)).isEqualTo("0 0 0 0 0 0 0 0 1 1 1 1");
        });
    }

    @Test
    void discardOfTheRestGoesToTheBackingDevice() {
        bench.run(() -> {
            bench.backing.disk.load(0, Bench.filled(64, 9));
            bench.write(24, 1, 1);
            bench.io.clear();
            assertThat(bench.submit(Bio.discard(2, 60)).await()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("backing DISCARD 2+22", "backing DISCARD 32+30");
            assertThat(bench.read(22, 12)).isEqualTo("0 0 0 0 0 0 0 0 0 0 0 0");
        });
    }

    @Test
    void devicesOfOneCacheDoNotMeet() {
        Bench two = new Bench(5, 4);
        two.runBare(() -> {
            two.device = two.device("0 64 writeboost 1 backing 3 cache\n64 64 writeboost 2 second 3 cache");
            two.write(8, 8, 1);
            two.write(72, 8, 2);
            two.flush();
            assertThat(two.read(8, 8)).isEqualTo("1 1 1 1 1 1 1 1");
            assertThat(two.read(72, 8)).isEqualTo("2 2 2 2 2 2 2 2");
            two.migrateAll();
            assertThat(two.backing(8, 1)).isEqualTo("1");
            assertThat(Bench.picture(two.second.disk.peek(8, 1))).isEqualTo("2");
        });
    }

    /** WB-C3: only the order of the lines of a table decides where a device begins. */
    @Test
    void sectorsAreRelativeToTheTarget() {
        Bench shifted = new Bench(5, 4);
        shifted.runBare(() -> {
            shifted.device = shifted.device("0 3 writeboost 2 second 3 cache\n3 64 writeboost 1 backing 3 cache");
            shifted.write(3, 8, 1);
            shifted.flush();
            assertThat(shifted.header(0).mbarr()).containsExactly(new MetablockDevice(0, 1, 0xFF, 1));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11})
    void everyOrderWritesAndMigratesAFullLap(int order) {
        Bench any = new Bench(order, 2);
        int blocks = any.geometry.cachesInSegment() * 3;
        any.runBare(() -> {
            any.device = any.device("0 64 writeboost 1 backing 3 cache");
            for (int i = 0; i < blocks; i++) {
                any.write(i % 8 * 8L, 8, i % 100 + 1);
                if (order < 8 || i % 64 == 0) {
                    any.flush();
                }
            }
            any.flush();
            any.migrateAll();
            for (int i = blocks - Math.min(blocks, 8); i < blocks; i++) {
                assertThat(any.backing(i % 8 * 8L, 1)).as("order %d block %d", order, i % 8)
                        .isEqualTo(String.valueOf(i % 100 + 1));
            }
        });
    }

    @Test
    void statCountsByWriteHitBufferAndSize() {
        bench.run(() -> {
            bench.write(0, 8, 1);
            bench.write(0, 8, 1);
            bench.write(0, 1, 1);
            bench.read(0, 1);
            bench.read(8, 8);
            Stat stat = bench.wbCache().stat;
            assertThat(new long[] {stat.get(0b1001), stat.get(0b1111), stat.get(0b0111), stat.get(0b0110),
                stat.get(0b1000)}).containsExactly(1, 1, 1, 1, 1);
            stat.clear();
            assertThat(stat.get(0b1111)).isZero();
        });
    }

    /** The driver's bios end at blocks (rule 17). */
    @Test
    void statCountsEachBlockOfABio() {
        bench.run(() -> {
            bench.write(0, 16, 1);
            assertThat(bench.stat(Bench.WRITE | Bench.FULLSIZE)).isEqualTo(2);
            bench.read(0, 20);
            assertThat(bench.stat(Bench.HIT | Bench.ON_BUFFER | Bench.FULLSIZE)).isEqualTo(2);
            assertThat(bench.stat(0)).as("4 sectors of the third block").isEqualTo(1);
            assertThat(bench.stat(Bench.FULLSIZE)).isZero();
        });
    }

    @Test
    void readPinsItsSegmentUntilItEnds() {
        bench.run(() -> {
            bench.segment(1, 1);
            bench.cache.holding = WatchedDisk.op(Bio.Op.READ);
            Bench.Pending read = bench.submit(Bio.read(8, new byte[Sectors.BYTES]));
            assertThat(bench.wbCache().segment(1).nrInflightIos.get()).isEqualTo(1);
            bench.cache.release();
            assertThat(read.await()).isEqualTo(Status.OK);
            assertThat(bench.wbCache().segment(1).nrInflightIos.get()).isZero();
        });
    }
}
