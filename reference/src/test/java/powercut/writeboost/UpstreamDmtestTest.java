package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tests for writeboost of device-mapper-test-suite (dmtest, Ruby) and of dm-writeboost-tests (Rust, upstream's CI),
 * at sizes of a simulation. Not here: fio, dbench, badblocks, stress, git extract, compile ruby and the database, which
 * are programs on a file system; read overhead, split overhead, sorting effect and random write performance, which are
 * times; the read caching sets, since the driver of 2013 caches no reads; wb-command, which came later.
 */
class UpstreamDmtestTest {
    /** dmtest: rambuf read full size. */
    @Test
    void rambufReadFullSize() {
        Bench bench = new Bench(8, 2);
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            volume.fill(0, 64, 0);
            IntStream.range(0, 20).forEach(i -> volume.stampSomewhere(62));
            bench.io.clear();
            volume.verify(8);
            assertThat(bench.io).as("everything is in RAM").isEmpty();
            assertThat(bench.stat(Bench.HIT | Bench.ON_BUFFER | Bench.FULLSIZE)).isEqualTo(8);
        });
    }

    /**
     * dmtest and Scala: 512 bytes every 4 KiB of 127 blocks, the lines of one of 3 segments, again and again. RAM is
     * dropped after each round; otherwise all 127 blocks stay in one buffer.
     */
    @Test
    void invalidatePrevCache() {
        Bench bench = new Bench(10, 3, 127 * 8);
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            for (int round = 0; round < 10; round++) {
                for (int block = 0; block < 127; block++) {
                    volume.stamp(block * 8 + round % 3, 1);
                }
                bench.dropTransient();
            }
            assertThat(bench.wbCache().lastFlushedSegmentId).as("the log has gone around").isEqualTo(10);
            volume.verify(8);
            bench.recreate();
            volume.verify(8);
        });
    }

    /** dmtest: sync writes on a cache of 2 MiB; here of two segments. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void syncWritesOnATinyCache(int order) {
        Bench bench = new Bench(order, 2);
        bench.run(() -> {
            Volume volume = new Volume(bench, order);
            for (int i = 0; i < 60; i++) {
                volume.stampSomewhere(12);
                bench.flush();
            }
            volume.verify(64);
            bench.recreate();
            volume.verify(64);
        });
    }

    /** dmtest: wipe_device with the default size, 4 KiB and 512 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {64, 8, 1})
    void wipe(int sectors) {
        Bench bench = new Bench(5, 2);
        bench.backing.disk.load(0, Bench.filled(64, 9));
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            volume.stampSomewhere(64);
            for (int sector = 0; sector < 64; sector += sectors) {
                volume.fill(sector, sectors, 0);
            }
            volume.verify(64);
            bench.dropTransient();
            bench.migrateAll();
            volume.verifyBacking();
        });
    }

    /** Rust: test_rw with one sector, with half of the cache, with twice the cache. */
    @ParameterizedTest
    @ValueSource(ints = {1, 48, 192})
    void rw(int sectors) {
        Bench bench = new Bench(5, 4, sectors);
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            for (int sector = 0; sector < sectors; sector += 8) {
                volume.stamp(sector, Math.min(8, sectors - sector));
            }
            volume.verify(sectors);
            bench.recreate();
            volume.verify(sectors);
        });
    }

    /** Rust: stat. Dropping RAM changes where a hit is found, migrating does not change it, asking changes nothing. */
    @Test
    void stat() {
        Bench bench = new Bench(5, 4);
        bench.run(() -> {
            bench.write(0, 8, 1);
            bench.read(0, 8);
            assertThat(stats(bench)).isEqualTo("9:1 14:1 ").isEqualTo(stats(bench));
            bench.dropTransient();
            bench.read(0, 8);
            assertThat(stats(bench)).isEqualTo("9:1 10:1 14:1 ");
            bench.migrateAll();
            assertThat(bench.wbCache().nrDirtyCaches(1)).isZero();
            bench.read(0, 8);
            assertThat(stats(bench)).isEqualTo("9:1 10:2 14:1 ");
        });
    }

    private static String stats(Bench bench) {
        StringBuilder stats = new StringBuilder();
        for (int i = 0; i < Stat.LENGTH; i++) {
            stats.append(bench.stat(i) == 0 ? "" : i + ":" + bench.stat(i) + " ");
        }
        return stats.toString();
    }

    /** Rust: recreate, remove, create. */
    @Test
    void recreatedAgainAndAgain() {
        Bench bench = new Bench(5, 2);
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            for (int i = 0; i < 12; i++) {
                volume.stampSomewhere(20);
                bench.recreate();
                volume.verify(64);
            }
        });
    }
}
