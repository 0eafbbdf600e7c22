package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Table;
import powercut.dm.TargetException;

/**
 * What users reported upstream, REPRO_nnn of writeboost-test-suite, the number being that of the issue, and its
 * FaultInjection, Logic and Stack. Not here: REPRO_122 (nr_read_cache_cells) and ReadCaching, because the driver of
 * 2013 caches no reads; REPRO_132 and WriteAround, because it has no such mode; the Scenario set (ruby, stress,
 * dbench), programs on a file system. REPRO_111 (LUKS and fsck) and 150 were stale read caches: what remains is one
 * test. Of REPRO_147 it is not here that the driver shrinks its batches while a writer waits
 * (nr_cur_batched_writeback): in 2013 they are what nr_max_batched_migration allows. Issue 145 (order of formatting) is
 * {@link FormatCacheTest}; the tunables of Stack, messages upstream, are files in 2013: {@link WriteboostSysfsTest}.
 */
class UpstreamReproTest {
    /** 111, 150: a block read before it was written never shows again what was read. */
    @Test
    void repro111And150WhatWasReadBeforeIsNotShownAfterAWrite() {
        Bench bench = new Bench(5, 2);
        bench.backing.disk.load(0, Bench.filled(64, 9));
        bench.run(() -> {
            for (int sector = 0; sector < 64; sector += 8) {
                assertThat(bench.read(sector, 8)).isEqualTo("9 9 9 9 9 9 9 9");
                bench.write(sector + 3, 2, 1);
                assertThat(bench.read(sector, 8)).isEqualTo("9 9 9 1 1 9 9 9");
                bench.dropTransient();
                assertThat(bench.read(sector, 8)).isEqualTo("9 9 9 1 1 9 9 9");
                bench.write(sector, 8, 2);
                bench.migrateAll();
                assertThat(bench.read(sector, 8)).isEqualTo("2 2 2 2 2 2 2 2");
            }
        });
    }

    /** 115: a cache device that is in use is not taken for another cache. */
    @Test
    void repro115ActiveCacheDeviceIsNotReused() {
        Bench bench = new Bench(5, 2);
        bench.run(() -> {
            bench.write(0, 8, 1);
            assertThatThrownBy(() -> bench.newDevice().load(Table.parse("0 64 writeboost 2 second 4 cache")))
                    .isInstanceOf(TargetException.class).hasMessage("Cache device cache is in use by cache 3");
            bench.dropTransient();
            assertThat(bench.read(0, 8)).isEqualTo("1 1 1 1 1 1 1 1");
        });
    }

    /** 116: of a block in two places, an error of either is the reader's. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void repro116ReadErrorOfAMergedBlockIsReported(boolean backingFails, boolean cacheFails) {
        Bench bench = new Bench(5, 2);
        bench.run(() -> {
            bench.write(2, 3, 1);
            bench.dropTransient();
            bench.backing.failing = bio -> backingFails;
            bench.cache.failing = bio -> cacheFails;
            assertThat(bench.tryRead(0, 8)).isEqualTo(Status.IOERR);
            bench.backing.failing = bio -> false;
            bench.cache.failing = bio -> false;
            assertThat(bench.read(0, 8)).isEqualTo("0 0 1 1 1 0 0 0");
        });
    }

    /** 118: what is asked for is all on the cache device, so a backing device that fails does not matter. */
    @Test
    void repro118NothingIsMergedWhenAllOfItIsCached() {
        Bench bench = new Bench(5, 2);
        bench.run(() -> {
            bench.write(1, 4, 1);
            bench.dropTransient();
            bench.backing.failing = bio -> true;
            assertThat(bench.read(1, 4)).isEqualTo("1 1 1 1");
        });
    }

    /** 138: the log goes around with two segments. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 9})
    void repro138LogOfTwoSegmentsGoesAround(int order) {
        int lines = new Geometry(order, 2).cachesInSegment();
        Bench bench = new Bench(order, 2, lines * 8L * 3);
        bench.run(() -> {
            Volume volume = new Volume(bench, order);
            for (int round = 0; round < 3; round++) {
                for (int block = 0; block < lines * 3; block++) {
                    volume.stamp(block * 8, 8);
                }
            }
            assertThat(bench.wbCache().lastFlushedSegmentId).isGreaterThanOrEqualTo(8);
            volume.verify(8);
            bench.recreate();
            volume.verify(8);
        });
    }

    /** 144: the log has gone around, all is migrated and recorded, and the device is created again. */
    @Test
    void repro144LogGoneAroundIsRecordedAndRecreated() {
        Bench bench = new Bench(5, 3);
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            for (int i = 0; i < 3; i++) {
                for (int sector = 0; sector < 64; sector += 8) {
                    volume.stamp(sector, 8);
                }
                bench.dropTransient();
                bench.migrateAll();
                assertThat(bench.wbCache().superblock.commit()).isTrue();
                assertThat(bench.record()).isEqualTo(bench.wbCache().lastFlushedSegmentId).isGreaterThan(3L * i);
                bench.recreate();
                volume.verify(8);
            }
        });
    }

    /** 147: with a large batch allowed, and little to migrate, a batch is what there is, and a writer gets its slot. */
    @Test
    void repro147BatchIsNoLargerThanTheLog() {
        Bench bench = new Bench(4, 3);
        bench.run(() -> {
            bench.wbCache().tunables.nrMaxBatchedMigration = Tunables.NR_MAX_BATCHED_MIGRATION;
            Volume volume = new Volume(bench, 1);
            for (int sector = 0; sector < 64; sector += 8) {
                volume.stamp(sector, 8);
            }
            bench.flush();
            assertThat(bench.ids()).isEqualTo("8 6 6 9");
            volume.verify(8);
        });
    }

    /**
     * 147: the log is full or half empty, then migration is allowed and nobody writes: its batches, each of which ends
     * with a FLUSH of the backing device, are as large as they may be.
     */
    @ParameterizedTest
    @CsvSource({"16, 8", "32, 8", "16, 1"})
    void repro147BatchesAreFullWhenNobodyWaits(int slots, int atMost) {
        int segments = 16;
        Bench bench = new Bench(4, slots, segments * 8);
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            for (int sector = 0; sector < segments * 8; sector += 8) {
                volume.stamp(sector, 8);
            }
            bench.dropTransient();
            bench.wbCache().tunables.nrMaxBatchedMigration = atMost;
            bench.io.clear();
            bench.migrateAll();
            assertThat(Collections.frequency(bench.io, "backing FLUSH")).isEqualTo(segments / atMost);
            volume.verifyBacking();
        });
    }

    /** 147: a writer presses on while the daemon works in large batches; the user makes them smaller meanwhile. */
    @Test
    void repro147WriterPressesOnBesideTheDaemon() {
        Bench bench = new Bench(4, 4);
        bench.run(() -> {
            Volume volume = new Volume(bench, 1);
            bench.wbCache().setAllowMigrate(true);
            for (int batch = 16; batch > 0; batch /= 2) {
                bench.wbCache().tunables.nrMaxBatchedMigration = batch;
                for (int sector = 0; sector < 64; sector += 8) {
                    volume.stamp(sector, 8);
                }
            }
            bench.flush();
            volume.verify(8);
            bench.pass(1);
            volume.verifyBacking();
        });
    }

    /** FaultInjection: a read and, when no slot gets free, a write fail; the device can be removed. */
    @Test
    void flakyDevicesFailIoAndDoNotBlockRemoval() {
        Bench bench = new Bench(4, 2);
        bench.run(() -> {
            bench.backing.failing = bio -> true;
            bench.cache.failing = bio -> true;
            assertThat(bench.tryRead(0, 7)).isEqualTo(Status.IOERR);
            assertThat(bench.stat(0)).as("in part, from the backing device").isEqualTo(1);
            assertThat(bench.tryWrite(0, 64, 1)).isEqualTo(Status.IOERR);
            bench.device.remove();
            assertThat(bench.registry.caches()).isEmpty();
        });
    }

    /** FaultInjection: what has to be merged first cannot be read, so the write fails. */
    @Test
    void partialOverwriteOfABlockThatCannotBeReadFails() {
        Bench bench = new Bench(5, 2);
        bench.run(() -> {
            bench.write(0, 1, 1);
            bench.dropTransient();
            bench.cache.failing = bio -> true;
            assertThat(bench.tryWrite(1, 2, 2)).isEqualTo(Status.IOERR);
            bench.cache.failing = bio -> false;
            assertThat(bench.read(0, 3)).as("and has changed nothing").isEqualTo("1 0 0");
        });
    }

    /** Logic: no read caching. A block read twice comes from the backing device twice. */
    @Test
    void readsAreNotCached() {
        Bench bench = new Bench(5, 2);
        bench.run(() -> {
            bench.read(0, 8);
            bench.read(0, 8);
            assertThat(bench.io).containsExactly("backing READ 0+8", "backing READ 0+8");
        });
    }

    /** Stack: "discard unsupported". The driver of 2013 takes discards, here with what was cached (WB-A20). */
    @Test
    void discardedBlockReadsZeros() {
        Bench bench = new Bench(5, 2);
        bench.backing.disk.load(0, Bench.filled(8, 9));
        bench.run(() -> {
            bench.write(0, 4, 1);
            bench.submit(Bio.discard(0, 8)).await();
            assertThat(bench.read(0, 8)).isEqualTo("0 0 0 0 0 0 0 0");
            bench.recreate();
            assertThat(bench.read(0, 8)).isEqualTo("0 0 0 0 0 0 0 0");
        });
    }
}
