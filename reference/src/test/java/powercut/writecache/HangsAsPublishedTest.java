package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static powercut.writecache.AsPublished.FULL;
import static powercut.writecache.AsPublished.bench;
import static powercut.writecache.AsPublished.hangs;
import static powercut.writecache.AsPublished.onlyThere;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.bench.EverySchedule;
import powercut.bench.EverySchedule.Gate;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.BrokenInvariant;
import powercut.dm.TargetType;
import powercut.runtime.RandomChooser;
import powercut.writecache.published.WritecacheDefects;

/**
 * The published defects of waiting and waking, each shown where it is put back and not in the reference. The simulated
 * runtime reports the tasks that nobody will wake.
 */
class HangsAsPublishedTest {
    private static final int RUNS = 20; // too many copies are in flight to try all orders
    private static final int CACHE_BLOCKS = 90; // a few less, because of the metadata
    /** For 88 blocks. More than one run of writeback takes, and all of them are to be written back. */
    private static final String STARTS_AT_80 = "4 high_watermark 91 low_watermark 0";

    /** The work that queued itself again comes when suspend has seen the end of what was under way; 20 random runs. */
    @Test
    void wc21WritesBackAfterSuspend() {
        onlyThere("WC-21", type -> {
            String options = "6 high_watermark 91 low_watermark 0 writeback_jobs 1"; // a run ends with its last copy
            boolean late = false;
            for (int seed = 0; seed < RUNS && !late; seed++) {
                late = worksAfterSuspend(new Bench(CACHE_BLOCKS, options, type, new RandomChooser(seed)));
            }
            return late;
        });
    }

    private static boolean worksAfterSuspend(Bench bench) {
        boolean[] late = {false};
        bench.run(() -> {
            fill(bench, 80);
            bench.device.suspend();
            bench.io.clear();
            bench.pass(1000);
            late[0] = !bench.io.isEmpty();
        });
        return late[0];
    }

    /** Both blocks are committed when the device is activated again, and no writeback has begun. */
    @Test
    void wc22KeepsAWriterWaitingOnAFullCache() {
        onlyThere("WC-22", type -> {
            Bench full = bench(2, FULL, type);
            full.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            full.run(() -> {
                full.write(1, 1);
                full.flush();
                full.write(2, 2);
                full.flush();
                full.device.suspend();
            });
            Bench again = bench(2, FULL, type);
            again.cache.disk.load(0, full.cache.disk.peek(0, 3));
            return hangs(again, () -> again.write(3, 3));
        });
    }

    /** Every schedule in which no task is preempted. */
    @Test
    void wc23LeavesWritersAsleepAfterAnError() {
        TargetType published = WritecacheDefects.type("WC-23");
        assertThat(EverySchedule.upTo("hang", 0, gate -> threeWritersAndAnError(published, gate)).outcomes())
                .contains("hang");
        EverySchedule all = EverySchedule.of(0, gate -> threeWritersAndAnError(new WritecacheType(), gate));
        assertThat(all.outcomes()).containsExactly("[IOERR, IOERR, IOERR]");
        assertThat(all.schedules()).isGreaterThan(2000);
    }

    /** They find the cache full while the copies that would make room are on their way, and fail. */
    private static String threeWritersAndAnError(TargetType type, Gate gate) {
        Bench bench = new Bench(2, FULL, type, gate);
        List<Status> ends = new ArrayList<>();
        boolean hangs = hangs(bench, () -> {
            bench.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            bench.origin.holding = bench.origin.failing;
            bench.write(1, 1);
            bench.write(2, 2);
            bench.pass(1);
            gate.open();
            bench.origin.release();
            List<Bench.Pending> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                writers.add(bench.submitFromTask(Bio.write(10 + writer, Bench.sector(3))));
            }
            writers.forEach(writer -> ends.add(writer.await()));
        });
        return hangs ? "hang" : ends.toString();
    }

    @Test
    void wc24NeverEndsAFlushMessageAfterAnError() {
        onlyThere("WC-24", type -> {
            Bench bench = bench(8, FULL, type);
            return hangs(bench, () -> {
                bench.origin.failing = WatchedDisk.at(Bio.Op.WRITE, 5, 6);
                bench.origin.holding = WatchedDisk.at(Bio.Op.WRITE, 20, 21);
                bench.write(5, 1);
                bench.write(20, 2);
                bench.runtime.spawn("release", () -> {
                    bench.pass(10);
                    bench.origin.release();
                });
                bench.device.message(0, "flush");
            });
        });
    }

    /** The wake that mends WC-24 comes after the error, under the lock, and reaches whoever missed the first one. */
    @Test
    void wc25BreaksTheRuleThatErrorsAreSetUnderTheLock() {
        assertThatThrownBy(() -> failOriginFlush(WritecacheDefects.type("WC-25"))).isInstanceOf(BrokenInvariant.class)
                .hasMessageContaining("an error is set with the lock held");
        failOriginFlush(new WritecacheType());
    }

    @Test
    void wc29MakesSuspendWaitForAllRuns() {
        onlyThere("WC-29", type -> {
            Bench bench = bench(CACHE_BLOCKS, STARTS_AT_80, type);
            bench.run(() -> {
                fill(bench, 80);
                bench.device.suspend();
            });
            return bench.info().equals("0 88 88 0");
        });
    }

    private static void failOriginFlush(TargetType type) {
        Bench bench = bench(2, FULL, type);
        bench.run(() -> {
            bench.origin.failing = WatchedDisk.op(Bio.Op.FLUSH);
            bench.write(1, 1);
            bench.device.message(0, "flush");
            assertThat(bench.errors).isNotEmpty();
        });
    }

    /** Writes every other sector, so that each block is a copy of its own. */
    private static void fill(Bench bench, int blocks) {
        for (int b = 0; b < blocks; b++) {
            bench.write(2L * b, 1);
        }
    }
}
