package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import powercut.bench.EverySchedule;
import powercut.bench.EverySchedule.Gate;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.writeboost.published.WriteboostDefects;

/**
 * Small races for one block, each under every schedule up to a bound: the outcomes of the reference, all of them, and
 * the one that a published defect adds. A block holds 9 on the backing device, then 1 in the log, then what is written.
 */
class RaceScheduleTest {
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final int ONE_LINE = 4; // order of segments of one line
    private static final int THREE_LINES = 5; // a segment that the race does not fill

    private final TestReporter reporter;

    RaceScheduleTest(TestReporter reporter) {
        this.reporter = reporter;
    }

    /** What happens, and what it leaves. */
    private interface Race extends BiFunction<Bench, Gate, String> {}

    private EverySchedule reference(int order, int preemptions, Race race) {
        EverySchedule all = EverySchedule.of(preemptions, gate -> run(new Steps(), order, race, gate));
        reporter.publishEntry("schedules with " + (preemptions == UNBOUNDED ? "any number of" : preemptions)
                + " preemptions", Long.toString(all.schedules()));
        return all;
    }

    /** Whether a schedule with so few preemptions has that outcome where the defect is put back. */
    private static boolean shows(String outcome, String id, int order, int preemptions, Race race) {
        Steps published = WriteboostDefects.module(id, order).steps();
        return EverySchedule.upTo(outcome, preemptions, gate -> run(published, order, race, gate)).outcomes()
                .contains(outcome);
    }

    private static String run(Steps steps, int order, Race race, Gate gate) {
        Bench bench = new Bench(order, 4, steps, gate);
        bench.backing.disk.load(0, Bench.filled((int) Bench.BACKING_SECTORS, 9));
        String[] outcome = {null};
        bench.run(() -> outcome[0] = race.apply(bench, gate));
        return outcome[0];
    }

    // ---- a block is read while it is overwritten: what was read, and what is read afterwards

    @Test
    void aReadBesideAWriteSeesTheOldOrTheNewBlock() {
        EverySchedule all = reference(THREE_LINES, UNBOUNDED, RaceScheduleTest::readBesideWrite);
        assertThat(all.outcomes()).containsExactly("1, 2", "2, 2");
        assertThat(all.complete()).isTrue();
    }

    @Test
    void wbB1ShowsWhatTheBufferHeld() {
        assertThat(shows("0, 2", "WB-B1", THREE_LINES, 1, RaceScheduleTest::readBesideWrite)).isTrue();
    }

    @Test
    void wbB2ShowsTheBackingDevice() {
        assertThat(shows("9, 2", "WB-B2", THREE_LINES, 1, RaceScheduleTest::readBesideWrite)).isTrue();
    }

    private static String readBesideWrite(Bench bench, Gate gate) {
        bench.segment(0, 1);
        gate.open();
        Bench.Pending write = bench.submitFromTask(Bench.writeBio(0, 8, 2));
        String read = bench.read(0, 1);
        write.await();
        gate.close();
        return read + ", " + bench.read(0, 1);
    }

    // ---- a block is read while it is discarded

    @Test
    void aReadBesideADiscardSeesTheBlockOrZeros() {
        EverySchedule all = reference(THREE_LINES, UNBOUNDED, (bench, gate) -> {
            bench.segment(0, 1);
            gate.open();
            Bench.Pending discard = bench.submitFromTask(Bio.discard(0, 8));
            String read = bench.read(0, 1);
            discard.await();
            gate.close();
            return read + ", " + bench.read(0, 1);
        });
        assertThat(all.outcomes()).containsExactly("0, 0", "1, 0");
        assertThat(all.complete()).isTrue();
    }

    // ---- a block is overwritten twice while the daemon has an older version of it on its way: what is read afterwards

    @Test
    void theDaemonDoesNotWriteLast() {
        EverySchedule all = reference(ONE_LINE, 0, RaceScheduleTest::writesBesideDaemon);
        assertThat(all.outcomes()).containsExactly("3 2");
        assertThat(all.schedules()).isGreaterThan(10_000);
    }

    @Test
    void wbB4LetsTheDaemonWriteLast() {
        assertThat(shows("3 1", "WB-B4", ONE_LINE, 0, RaceScheduleTest::writesBesideDaemon)).isTrue();
    }

    private static String writesBesideDaemon(Bench bench, Gate gate) {
        bench.segment(0, 1);
        bench.backing.holding = WatchedDisk.op(Bio.Op.WRITE);
        bench.migrateAll();
        gate.open();
        bench.backing.release();
        bench.write(0, 8, 2);
        bench.wbCache().currentBuffer.flushSync();
        bench.write(0, 1, 3);
        gate.close();
        bench.pass(1);
        return bench.read(0, 2);
    }

    // ---- the same while a reader has an older version: what it read, and what is read afterwards

    @Test
    void aReaderWritesNothing() {
        EverySchedule all = reference(ONE_LINE, 1, RaceScheduleTest::writesBesideReader);
        assertThat(all.outcomes()).containsExactly("1, 2 3");
        assertThat(all.schedules()).isGreaterThan(10_000);
    }

    @Test
    void wbB3WritesBackWhatHasBeenOverwritten() {
        assertThat(shows("1, 1 3", "WB-B3", ONE_LINE, 0, RaceScheduleTest::writesBesideReader)).isTrue();
    }

    private static String writesBesideReader(Bench bench, Gate gate) {
        bench.write(0, 1, 1);
        bench.flush();
        Bench.Pending read = readOnItsWay(bench);
        gate.open();
        bench.cache.release();
        bench.write(0, 2, 2);
        bench.wbCache().currentBuffer.flushSync();
        bench.write(1, 1, 3);
        read.await();
        gate.close();
        return read.bio().data()[0] + ", " + bench.read(0, 2);
    }

    // ---- a segment is migrated, recorded and discarded while it is read: what was read, and what is read afterwards

    @Test
    void aReaderFindsItsSegment() {
        EverySchedule all = reference(ONE_LINE, 2, RaceScheduleTest::discardBesideReader);
        assertThat(all.outcomes()).containsExactly("1, 1");
        assertThat(all.schedules()).isGreaterThan(10_000);
    }

    @Test
    void wbB5DiscardsUnderAReader() {
        assertThat(shows("0, 1", "WB-B5", ONE_LINE, 0, RaceScheduleTest::discardBesideReader)).isTrue();
    }

    private static String discardBesideReader(Bench bench, Gate gate) {
        bench.segment(0, 1);
        Bench.Pending read = readOnItsWay(bench);
        bench.cache.holding = bio -> false;
        WbCache wb = bench.wbCache();
        gate.open();
        bench.cache.release();
        wb.setAllowMigrate(true);
        wb.wait.await("migration", () -> wb.lastMigratedSegmentId == 1);
        wb.superblock.commit();
        wb.migrateDaemon.wake();
        read.await();
        gate.close();
        return read.bio().data()[0] + ", " + bench.read(0, 1);
    }

    /** A read of sector 0 that has got as far as the cache device, which holds it back. */
    private static Bench.Pending readOnItsWay(Bench bench) {
        bench.cache.holding = WatchedDisk.op(Bio.Op.READ);
        Bench.Pending read = bench.submitFromTask(Bio.read(0, new byte[512]));
        bench.pass(1);
        assertThat(bench.cache.held).hasSize(1);
        return read;
    }
}
