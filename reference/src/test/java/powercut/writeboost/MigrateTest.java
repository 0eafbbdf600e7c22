package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;

/** How dirty blocks get to the backing device and slots become free: rules 35 to 41. Segments of one line. */
class MigrateTest {
    private final Bench bench = new Bench(4, 3);

    @Test
    void nothingIsMigratedUnlessAllowedOrNeeded() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.segment(2, 3);
            bench.pass(10_000);
            assertThat(bench.ids()).isEqualTo("3 0 0 4");
            assertThat(bench.backing(0, 1)).isEqualTo("0");
        });
    }

    @Test
    void migrationReadsWritesFlushesAndCleans() {
        bench.run(() -> {
            bench.write(2, 2, 1);
            bench.flush();
            bench.io.clear();
            bench.migrateAll();
            assertThat(bench.io).containsExactly("cache READ 24+8", "backing WRITE 2+1", "backing WRITE 3+1",
                    "backing FLUSH");
            assertThat(bench.ids()).isEqualTo("1 1 0 2");
            assertThat(bench.wbCache().nrDirtyCaches(1)).isZero();
            bench.io.clear();
            bench.read(2, 1);
            assertThat(bench.io).containsExactly("backing READ 2+1");
        });
    }

    /** WB-A11: until the FLUSH has ended the log has the only durable copy. */
    @Test
    void blocksStayDirtyUntilTheBackingDeviceIsFlushed() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.backing.holding = WatchedDisk.op(Bio.Op.FLUSH);
            bench.wbCache().setAllowMigrate(true);
            bench.pass(1);
            assertThat(bench.backing(0, 1)).isEqualTo("1");
            assertThat(bench.wbCache().nrDirtyCaches(1)).isEqualTo(1);
            assertThat(bench.ids()).isEqualTo("1 0 0 2");
            bench.backing.release();
            bench.pass(1);
            assertThat(bench.wbCache().nrDirtyCaches(1)).isZero();
        });
    }

    /** WB-A6: the record is durable before the slot is used again, and before the data is discarded. */
    @Test
    void slotIsFreeWhenTheRecordCoversIt() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.segment(2, 3);
            bench.io.clear();
            bench.write(24, 8, 4);
            assertThat(bench.io).containsExactly("cache READ 24+8", "backing WRITE 0+8", "backing FLUSH",
                    "cache FLUSH", "cache WRITE FUA 0+1", "cache DISCARD 24+8");
            assertThat(bench.ids()).isEqualTo("3 1 1 4");
        });
    }

    @Test
    void migrationAloneNeitherRecordsNorDiscards() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.migrateAll();
            bench.pass(10_000);
            assertThat(bench.ids()).isEqualTo("1 1 0 2");
            assertThat(bench.line(0, 0)).isEqualTo("1 1 1 1 1 1 1 1");
            assertThat(bench.wbCache().superblock.commit()).isTrue();
            bench.pass(1);
            assertThat(bench.ids()).isEqualTo("1 1 1 2");
            assertThat(bench.line(0, 0)).isEqualTo("0 0 0 0 0 0 0 0");
        });
    }

    @Test
    void batchIsBounded() {
        bench.run(() -> {
            bench.wbCache().tunables.nrMaxBatchedMigration = 2;
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.segment(2, 3);
            bench.io.clear();
            bench.migrateAll();
            assertThat(bench.io).containsExactly("cache READ 24+8", "cache READ 40+8", "backing WRITE 0+8",
                    "backing WRITE 8+8", "backing FLUSH", "cache READ 56+8", "backing WRITE 16+8", "backing FLUSH");
        });
    }

    /** WB-A10: the older copy was dropped for one that is only in RAM. */
    @Test
    void segmentIsNotRecordedBeforeTheNewerCopyIsDurable() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.write(0, 8, 2);
            bench.migrateAll();
            assertThat(bench.ids()).isEqualTo("1 1 0 2");
            assertThat(bench.wbCache().superblock.commit()).isTrue();
            assertThat(bench.record()).isZero();
            bench.flush();
            assertThat(bench.wbCache().superblock.commit()).isTrue();
            assertThat(bench.record()).isEqualTo(1);
        });
    }

    /** WB-A7: what the record says is migrated is in the durable log or newer than it. */
    @Test
    void cacheDeviceIsFlushedBeforeTheRecord() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.migrateAll();
            bench.io.clear();
            bench.wbCache().superblock.commit();
            assertThat(bench.io).containsExactly("cache FLUSH", "cache WRITE FUA 0+1");
        });
    }

    @Test
    void nothingToRecordWritesNothing() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.io.clear();
            assertThat(bench.wbCache().superblock.commit()).isTrue();
            assertThat(bench.io).isEmpty();
        });
    }

    /** WB-B5. */
    @Test
    void dataIsKeptWhileItIsBeingRead() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.segment(2, 3);
            bench.cache.holding = WatchedDisk.at(Bio.Op.READ, 26, 27);
            byte[] into = new byte[Sectors.BYTES];
            Bench.Pending read = bench.submit(Bio.read(2, into));
            Bench.Pending write = bench.submitFromTask(Bench.writeBio(24, 8, 4));
            bench.pass(1);
            assertThat(bench.ids()).as("migrated and recorded").isEqualTo("3 1 1 4");
            assertThat(write.hasEnded()).isFalse();
            assertThat(bench.read(8, 1)).as("nobody holds io_lock meanwhile (WB-B7)").isEqualTo("2");
            bench.cache.release();
            read.await();
            assertThat(Bench.picture(into)).isEqualTo("1");
            assertThat(write.await()).isEqualTo(Status.OK);
        });
    }

    /** WB-B4: the daemon's older version must not arrive after the newer one. */
    @Test
    void foregroundWriteBackWaitsForTheDaemon() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.backing.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.wbCache().setAllowMigrate(true);
            bench.pass(1);
            bench.write(0, 8, 2);
            bench.flush();
            Bench.Pending partial = bench.submitFromTask(Bench.writeBio(3, 1, 3));
            bench.pass(1);
            assertThat(bench.backing.held).as("only the daemon's write").hasSize(1);
            assertThat(partial.hasEnded()).isFalse();
            bench.backing.release();
            assertThat(partial.await()).isEqualTo(Status.OK);
            assertThat(bench.read(0, 8)).isEqualTo("2 2 2 3 2 2 2 2");
            bench.flush();
            bench.pass(1);
            assertThat(bench.backing(0, 8)).isEqualTo("2 2 2 3 2 2 2 2");
        });
    }

    @Test
    void partialOverwriteWaitsUntilTheOldCopyIsInTheLog() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(0, 8, 1);
            bench.write(8, 8, 2);
            Bench.Pending partial = bench.submitFromTask(Bench.writeBio(0, 1, 3));
            bench.pass(1);
            assertThat(partial.hasEnded()).isFalse();
            bench.cache.release();
            assertThat(partial.await()).isEqualTo(Status.OK);
            assertThat(bench.read(0, 8)).isEqualTo("3 1 1 1 1 1 1 1");
        });
    }

    @Test
    void smallestCacheGoesAroundManyTimes() {
        Bench tiny = new Bench(4, 2);
        tiny.run(() -> {
            for (int i = 0; i < 60; i++) {
                tiny.write(i * 5 % 59, 3, i + 1);
            }
            tiny.flush();
            assertThat(tiny.wbCache().lastFlushedSegmentId).isGreaterThan(40);
            assertThat(tiny.read(59 * 5 % 59, 3)).isEqualTo("60 60 60");
        });
    }
}
