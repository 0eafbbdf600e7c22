package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.Status;

/**
 * The shell tests of dm-writeboost's repository (2014) as far as they need no file system, numbers kept. Not here: 1
 * (configure, make and make test of Ruby), whose place {@code Ext4SqliteTest} takes; 6 (a stress script), for which
 * there is {@link ScheduleTest}.
 */
class UpstreamShellTest {
    private static final byte OLD = 9;

    /** 2: written without migration, recreated, so replayed from the log; then everything is migrated. */
    @Test
    void shell2LogIsReplayedAndThenMigrated() {
        Bench bench = new Bench(5, 4);
        bench.run(() -> {
            for (int block = 0; block < 8; block++) {
                bench.write(block * 8L, 8, block + 1);
            }
            bench.recreate();
            assertThat(bench.backing(0, 64)).as("nothing is migrated").doesNotContain("1");
            assertBlocks(bench);
            bench.migrateAll();
            assertThat(bench.wbCache().nrDirtyCaches(1)).isZero();
            bench.recreate();
            assertBlocks(bench);
        });
    }

    private static void assertBlocks(Bench bench) {
        for (int block = 0; block < 8; block++) {
            assertThat(bench.read(block * 8L, 8)).isEqualTo((block + 1 + " ").repeat(8).strip());
        }
    }

    /** 3: two writes to a block, the later one before the earlier one, each flushed. */
    @Test
    void shell3PartialWritesOfTwoSegmentsAreReplayedTogether() {
        Bench bench = new Bench(5, 4);
        bench.backing.disk.load(0, Bench.filled(8, OLD));
        bench.run(() -> {
            bench.write(1, 1, 1);
            bench.flush();
            bench.write(0, 1, 2);
            bench.flush();
            bench.recreate();
            assertThat(bench.read(0, 8)).isEqualTo("2 1 9 9 9 9 9 9");
        });
    }

    /** 4: removed without migration, the backing device alone is as old as what was migrated last, and whole. */
    @Test
    void shell4BackingAloneIsAnEarlierState() {
        Bench bench = new Bench(4, 2);
        bench.run(() -> {
            for (int block = 0; block < 5; block++) {
                bench.write(block * 8L, 8, block + 1);
            }
            bench.device.remove();
            assertThat(bench.backing(0, 40)).as("the log holds two segments of one block").isEqualTo(
                    "1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        });
    }

    /** 5: a read hit on the buffer, of a block with an older copy. */
    @Test
    void shell5ReadHitOnBufferAfterFullAndPartialWrites() {
        Bench bench = new Bench(5, 4);
        bench.backing.disk.load(0, Bench.filled(8, OLD));
        bench.run(() -> {
            bench.write(0, 8, 1);
            bench.write(2, 2, 2);
            bench.flush();
            bench.write(3, 2, 3);
            long hits = bench.stat(Bench.HIT | Bench.ON_BUFFER | Bench.FULLSIZE);
            assertThat(bench.read(0, 8)).isEqualTo("1 1 2 3 3 1 1 1");
            assertThat(bench.stat(Bench.HIT | Bench.ON_BUFFER | Bench.FULLSIZE)).isEqualTo(hits + 1);
        });
    }

    /** 99: devices that fail everything. I/O fails sooner or later, nothing hangs, and the device can be removed. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "true, true"})
    void shell99IoFailsAndRemovalWorks(boolean backingFails, boolean cacheFails) {
        Bench bench = new Bench(4, 2);
        bench.run(() -> {
            bench.write(0, 8, 1);
            bench.backing.failing = bio -> backingFails;
            bench.cache.failing = bio -> cacheFails;
            Status status = Status.OK;
            for (int block = 1; block < 8; block++) {
                status = bench.tryWrite(block * 8L, 8, 2);
            }
            assertThat(status).as("no slot gets free, or none can be written").isEqualTo(Status.IOERR);
            assertThat(bench.read(0, 1)).as("in RAM, or on the device that works").isEqualTo("1");
            assertThat(bench.tryRead(56)).as("only on the backing device")
                    .isEqualTo(backingFails ? Status.IOERR : Status.OK);
            bench.device.remove();
            assertThat(bench.registry.caches()).isEmpty();
        });
    }
}
