package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.dm.StateDigest;
import powercut.dm.Table;

/** What resume makes of images made by hand (rules 42 to 47, corrected). Five slots of one line, the backing all 9. */
class RecoveryTest {
    private static final int FULL = Geometry.FULL;

    private final Bench bench = new Bench(4, 5);

    @Test
    void emptyLogBeginsWithSegmentOne() {
        run(() -> {
            assertThat(bench.ids()).isEqualTo("0 0 0 1");
            assertThat(bench.read(0, 1)).isEqualTo("9");
        });
    }

    @Test
    void runAboveTheRecordIsDirtyAgain() {
        bench.loadRecord(1);
        bench.loadSegment(1, 1, Bench.entry(0, FULL));
        bench.loadSegment(2, 2, Bench.entry(1, FULL));
        bench.loadSegment(3, 3, Bench.entry(2, 0b11));
        run(() -> {
            assertThat(bench.ids()).isEqualTo("3 1 1 4");
            assertThat(bench.read(0, 1)).as("recorded as migrated").isEqualTo("9");
            assertThat(bench.read(8, 8)).isEqualTo("2 2 2 2 2 2 2 2");
            assertThat(bench.read(16, 8)).isEqualTo("3 3 9 9 9 9 9 9");
            assertThat(bench.wbCache().nrDirtyCaches(1)).isEqualTo(2);
        });
    }

    /** It reads the superblock, the headers of the run, and the one behind it; then it zeroes the others. */
    @Test
    void noDataIsRead() {
        bench.loadRecord(2);
        bench.loadSegment(3, 3, Bench.entry(0, FULL));
        bench.runBare(() -> {
            bench.device("0 64 writeboost 1 backing 3 cache");
            assertThat(bench.io).containsExactly("cache READ 0+1", "cache READ 48+1", "cache READ 64+1",
                    "cache WRITE 64+1", "cache WRITE 80+1", "cache WRITE 16+1", "cache WRITE 32+1", "cache FLUSH",
                    "backing FLUSH");
        });
    }

    /** WB-A2: slots [1, 7, 3, 4, 5]; 6 never got there, so 7 was never acknowledged. */
    @Test
    void segmentBehindAGapIsDropped() {
        bench.loadRecord(2);
        for (int id : new int[] {1, 7, 3, 4, 5}) {
            bench.loadSegment(id, id, Bench.entry(id % 5, FULL));
        }
        run(() -> {
            assertThat(bench.ids()).isEqualTo("5 2 2 6");
            assertThat(bench.read(24, 1)).isEqualTo("3");
            assertThat(bench.read(32, 1)).isEqualTo("4");
            assertThat(bench.read(0, 1)).isEqualTo("5");
            assertThat(bench.read(16, 1)).as("of segment 7").isEqualTo("9");
            assertThat(bench.header(1).globalId()).isZero();
        });
    }

    /** WB-A3: segment 3 of a timeline that ended at 1 must not follow the new segment 2. */
    @Test
    void ghostIsGoneBeforeTheFirstWrite() {
        bench.loadSegment(1, 1, Bench.entry(0, FULL));
        bench.loadSegment(3, 3, Bench.entry(2, FULL));
        run(() -> {
            assertThat(bench.header(2).globalId()).isZero();
            assertThat(bench.io.indexOf("cache WRITE 48+1")).isLessThan(bench.io.indexOf("cache FLUSH"));
            bench.segment(2, 7);
            assertThat(bench.ids()).isEqualTo("2 0 0 3");
        });
    }

    /** WB-A4: sectors of a header that was never whole must not meet those of another with the same id. */
    @Test
    void everySectorOfAHeaderOutsideTheRunIsZeroed() {
        Bench wide = new Bench(9, 2);
        for (int sector = 512; sector < 1536; sector++) {
            wide.cache.disk.load(sector, Bench.filled(1, 5));
        }
        wide.run(() -> assertThat(Bench.picture(wide.cache.disk.peek(512, 3)) + " "
                + Bench.picture(wide.cache.disk.peek(1024, 3))).isEqualTo("0 0 5 0 0 5"));
    }

    /** WB-A5: segment 6 was being written over 1; of its two header sectors only the second got there. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void tornVictimIsPassedOver(boolean firstSector, boolean secondSector) {
        Bench wide = new Bench(9, 2);
        wide.loadRecord(1);
        MetablockDevice[] entries = new MetablockDevice[40];
        Arrays.setAll(entries, i -> Bench.entry(i % 8, i < 8 ? FULL : 0));
        wide.loadSegment(1, 1, entries);
        byte[] older = wide.cache.disk.peek(512, 2);
        wide.loadSegment(2, 2, entries);
        wide.loadSegment(3, 3, entries);
        if (!firstSector) {
            wide.cache.disk.load(512, Arrays.copyOfRange(older, 0, Sectors.BYTES));
        }
        if (!secondSector) {
            wide.cache.disk.load(513, Arrays.copyOfRange(older, Sectors.BYTES, 2 * Sectors.BYTES));
        }
        wide.run(() -> {
            assertThat(wide.ids()).isEqualTo("2 1 1 3");
            assertThat(wide.read(8, 1)).isEqualTo("2");
        });
    }

    /** WB-A7: the record may be ahead of what is left of the log. */
    @Test
    void idsGoOnBehindTheRecord() {
        bench.loadRecord(2);
        bench.loadSegment(1, 1, Bench.entry(0, FULL));
        run(() -> {
            assertThat(bench.ids()).isEqualTo("2 2 2 3");
            bench.segment(1, 7);
            assertThat(bench.header(2).globalId()).isEqualTo(3);
            bench.migrateAll();
            assertThat(bench.ids()).isEqualTo("3 3 2 4");
        });
        Bench again = new Bench(4, 5);
        again.loadRecord(2);
        again.loadSegment(3, 7, Bench.entry(1, FULL));
        again.run(() -> assertThat(again.read(8, 1)).isEqualTo("7"));
    }

    /** WB-A8: the daemon begins with the oldest segment of the run, and never takes the current one for it. */
    @Test
    void daemonBeginsWithTheRun() {
        bench.loadRecord(1);
        for (int id = 2; id <= 5; id++) {
            bench.loadSegment(id, id, Bench.entry(id, FULL));
        }
        run(() -> {
            assertThat(bench.ids()).isEqualTo("5 1 1 6");
            bench.write(0, 8, 6);
            bench.migrateAll();
            assertThat(bench.ids()).isEqualTo("5 5 1 6");
            assertThat(bench.backing(0, 8)).as("current segment").isEqualTo("9 9 9 9 9 9 9 9");
            bench.flush();
            assertThat(bench.read(0, 1)).isEqualTo("6");
        });
    }

    @Test
    void fullLogMakesRoomForTheFirstWrite() {
        bench.loadRecord(3);
        for (int id = 4; id <= 8; id++) {
            bench.loadSegment(id, id, Bench.entry(id - 4, FULL));
        }
        run(() -> {
            assertThat(bench.ids()).isEqualTo("8 3 3 9");
            bench.write(40, 1, 1);
            assertThat(bench.ids()).isEqualTo("8 4 4 9");
            assertThat(bench.backing(0, 1)).isEqualTo("4");
        });
    }

    /** WB-A9. */
    @Test
    void newerCopyRetiresTheOlder() {
        bench.loadSegment(1, 1, Bench.entry(0, FULL));
        bench.loadSegment(2, 2, Bench.entry(0, FULL));
        bench.loadSegment(3, 3, Bench.entry(1, 0b01));
        bench.loadSegment(4, 4, Bench.entry(1, 0b10));
        run(() -> {
            assertThat(bench.wbCache().nrDirtyCaches(1)).isEqualTo(2);
            bench.write(0, 1, 7);
            bench.flush();
            bench.migrateAll();
            assertThat(bench.backing(0, 8)).isEqualTo("7 2 2 2 2 2 2 2");
            assertThat(bench.backing(8, 3)).isEqualTo("9 4 9");
            assertThat(bench.wbCache().nrDirtyCaches(1)).isZero();
        });
    }

    @Test
    void cleanEntriesMeanNothing() {
        bench.loadSegment(1, 1, new MetablockDevice(12345, 99, 0, 0));
        run(() -> {
            assertThat(bench.ids()).isEqualTo("1 0 0 2");
            assertThat(bench.wbCache().nrDirtyCaches(99)).isZero();
        });
    }

    // ---- what is refused; then nothing is written and nothing can be read

    /** D2, WB-C18. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0; 2; 255; segment 1 holds blocks of device 2, which does not exist",
        "0; 0; 1; segment 1 holds sector 0 of device 0",
        "0; 128; 1; segment 1 holds sector 0 of device 128",
        "4; 1; 1; segment 1 holds sector 4 of device 1",
        "64; 1; 1; segment 1 holds sector 64 of device 1, which has 64",
        "-8; 1; 1; segment 1 holds sector 18446744073709551608 of device 1"})
    void entryThatCannotBeIsRefused(long sector, int deviceId, int dirtyBits, String error) {
        bench.loadSegment(1, 1, new MetablockDevice(sector, deviceId, dirtyBits, 0));
        refused(error);
    }

    /** WB-A16. */
    @Test
    void foreignAndUnfinishedAndResizedDevicesAreRefused() {
        bench.cache.disk.load(0, Bench.filled(1, 5));
        refused("not a writeboost cache device, format it first");
        Bench unfinished = new Bench(4, 5);
        unfinished.loadRecord(SuperblockDevice.FORMATTING);
        refused(unfinished, "formatting has not finished, format it again");
        Bench grown = new Bench(4, 5);
        byte[] sector = new byte[Sectors.BYTES];
        SuperblockDevice.of(0, new Geometry(4, 4)).encode(sector);
        grown.cache.disk.load(0, sector);
        refused(grown, "formatted with 4 segments of order 4, now there are 5 of order 4");
    }

    @ParameterizedTest
    @CsvSource({"0, the superblock cannot be read", "16, sector 16 cannot be read"})
    void readErrorIsRefused(long sector, String error) {
        bench.loadSegment(1, 1, Bench.entry(0, FULL));
        bench.cache.failing = WatchedDisk.at(Bio.Op.READ, sector, sector + 1);
        refused(error);
    }

    @Test
    void resumeTriesAgainAfterARefusal() {
        bench.loadSegment(1, 1, Bench.entry(0, FULL));
        bench.loadSegment(2, 2, new MetablockDevice(8, 2, FULL, 0));
        bench.runBare(() -> {
            bench.device = bench.device("0 64 writeboost 1 backing 3 cache");
            assertThat(bench.tryRead(0)).isEqualTo(Status.IOERR);
            assertThat(bench.wbCache().nrDirtyCaches(1)).isZero();
            bench.device.load(Table.parse(
                    "0 64 writeboost 1 backing 3 cache\n64 64 writeboost 2 second 3 cache"));
            bench.device.resume();
            assertThat(bench.read(0, 1)).isEqualTo("1");
            assertThat(bench.read(72, 1)).isEqualTo("2");
            assertThat(bench.wbCache().nrDirtyCaches(1)).isEqualTo(1);
        });
    }

    @Test
    void logThatCannotBeInvalidatedIsNotUsed() {
        bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
        refused("the slots outside the log cannot be invalidated");
    }

    @Test
    void deviceOfTheDriverGetsAnIdentity() {
        bench.run(() -> {
            byte[] sector = new byte[Sectors.BYTES];
            SuperblockDevice.of(0, bench.geometry).encode(sector);
            assertThat(bench.cache.disk.peek(0, 1)).isEqualTo(sector);
        });
    }

    // ---- digest

    @Test
    void whatTheRunEndsWithDoesNotMatter() {
        long empty = digest(0);
        assertThat(digest(0, 3)).isEqualTo(empty);
        assertThat(digest(0, 7)).isEqualTo(empty);
        assertThat(digest(0, 1)).isNotEqualTo(empty);
        assertThat(digest(1)).isNotEqualTo(empty);
        assertThat(digest(1, 2)).isNotEqualTo(digest(1));
        assertThat(digest(0, 1, 2)).isNotEqualTo(digest(0, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0b10})
    void dirtyBitsMatter(int dirtyBits) {
        Bench one = new Bench(4, 5);
        one.loadRecord(0);
        one.loadSegment(1, 1, Bench.entry(1, dirtyBits));
        assertThat(digest(one)).isNotEqualTo(digest(0, 1));
    }

    private static long digest(long record, int... ids) {
        Bench image = new Bench(4, 5);
        image.loadRecord(record);
        for (int id : ids) {
            image.loadSegment(id, id, Bench.entry(1, FULL));
        }
        return digest(image);
    }

    private static long digest(Bench image) {
        StateDigest digest = new StateDigest();
        image.run(() -> image.device.digest(digest));
        return digest.value();
    }

    private void run(Bench.Body body) {
        bench.backing.disk.load(0, Bench.filled((int) Bench.BACKING_SECTORS, 9));
        bench.runBare(() -> {
            bench.device = bench.device("0 64 writeboost 1 backing 3 cache");
            body.run();
        });
        assertThat(bench.errors).isEmpty();
    }

    private void refused(String error) {
        refused(bench, error);
    }

    private static void refused(Bench image, String error) {
        byte[] before = image.cache.disk.peek(0, 16);
        image.runBare(() -> {
            image.device = image.device("0 64 writeboost 1 backing 3 cache");
            assertThat(image.errors).containsExactly("writeboost: cache device cache: " + error);
            assertThat(image.cache.disk.peek(0, 16)).isEqualTo(before);
            assertThat(image.tryRead(0)).isEqualTo(Status.IOERR);
            assertThat(image.tryWrite(0, 1, 1)).isEqualTo(Status.IOERR);
            assertThat(image.tryFlush()).isEqualTo(Status.IOERR);
        });
    }
}
