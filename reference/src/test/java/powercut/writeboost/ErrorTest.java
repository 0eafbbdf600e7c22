package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;

/** Devices that fail: WB-C6, WB-A13. Segments of one line. */
class ErrorTest {
    private final Bench bench = new Bench(4, 2);

    @Test
    void requestThatFailsIsRepeatedAFewTimes() {
        bench.run(() -> {
            bench.cache.failing = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(0, 8, 1);
            assertThat(bench.tryFlush()).isEqualTo(Status.IOERR);
            assertThat(bench.io).containsExactly("cache WRITE 24+8", "cache WRITE 24+8", "cache WRITE 24+8");
        });
    }

    @Test
    void logThatCannotBeWrittenFailsWritesAndBarriersButNotReads() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.cache.failing = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(8, 8, 2);
            assertThat(bench.tryFlush()).isEqualTo(Status.IOERR);
            bench.cache.failing = bio -> false;
            assertThat(bench.errors).containsExactly(
                    "writeboost: cache device cache: segment 2 cannot be written to the log");
            assertThat(bench.tryWrite(16, 8, 3)).isEqualTo(Status.IOERR);
            assertThat(bench.tryFlush()).isEqualTo(Status.IOERR);
            assertThat(bench.submit(Bio.discard(8, 8)).await()).isEqualTo(Status.IOERR);
            assertThat(bench.read(0, 1)).isEqualTo("1");
            assertThat(bench.read(8, 1)).as("still in RAM").isEqualTo("2");
            bench.device.remove();
        });
    }

    /** WB-A13. */
    @Test
    void failedFlushOfTheCacheDeviceFailsTheBarriers() {
        bench.run(() -> {
            bench.write(0, 8, 1);
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            Bench.Pending fua = bench.submit(Bio.write(8, 1, Bench.filled(1, 1), 0, false, true));
            assertThat(bench.tryFlush()).isEqualTo(Status.IOERR);
            assertThat(fua.await()).isEqualTo(Status.IOERR);
            bench.cache.failing = bio -> false;
            assertThat(bench.tryFlush()).as("what it left behind is not known").isEqualTo(Status.IOERR);
        });
    }

    @Test
    void writerThatNeedsASlotGetsTheErrorOfTheBackingDevice() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.backing.failing = WatchedDisk.op(Bio.Op.WRITE);
            assertThat(bench.tryWrite(16, 8, 3)).isEqualTo(Status.IOERR);
            assertThat(bench.errors).containsExactly("writeboost: segments 1 to 1 cannot be migrated");
            assertThat(bench.read(0, 1) + bench.read(8, 1) + bench.read(16, 1)).isEqualTo("120");
            bench.backing.failing = bio -> false;
            bench.write(16, 8, 3);
            assertThat(bench.read(16, 1)).isEqualTo("3");
        });
    }

    /** WB-A13: blocks stay dirty and the slot is not used again. */
    @Test
    void failedFlushOfTheBackingDeviceIsAFailedMigration() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.backing.failing = WatchedDisk.op(Bio.Op.FLUSH);
            assertThat(bench.tryWrite(16, 8, 3)).isEqualTo(Status.IOERR);
            assertThat(bench.ids()).isEqualTo("2 0 0 3");
            assertThat(bench.wbCache().nrDirtyCaches(1)).isEqualTo(2);
        });
    }

    @Test
    void writeThatCannotBringTheOldCopyBackFailsAndChangesNothing() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.backing.failing = WatchedDisk.op(Bio.Op.WRITE);
            assertThat(bench.tryWrite(2, 1, 3)).isEqualTo(Status.IOERR);
            assertThat(bench.read(0, 8)).isEqualTo("1 1 1 1 1 1 1 1");
            bench.backing.failing = bio -> false;
            bench.write(2, 1, 3);
            assertThat(bench.read(0, 8)).isEqualTo("1 1 3 1 1 1 1 1");
        });
    }

    @Test
    void superblockThatCannotBeWrittenKeepsItsRecord() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 0, 1);
            assertThat(bench.tryWrite(16, 8, 3)).isEqualTo(Status.IOERR);
            assertThat(bench.ids()).isEqualTo("2 1 0 3");
            assertThat(bench.errors).containsExactly(
                    "writeboost: cache device cache: the superblock cannot be written");
        });
    }

    @Test
    void discardThatTheCacheDeviceRefusesLosesNothing() {
        bench.run(() -> {
            bench.cache.failing = WatchedDisk.op(Bio.Op.DISCARD);
            bench.segment(0, 1);
            bench.segment(1, 2);
            bench.segment(2, 3);
            assertThat(bench.read(0, 1) + bench.read(8, 1) + bench.read(16, 1)).isEqualTo("123");
        });
    }

    @Test
    void readErrorIsTheReaders() {
        bench.run(() -> {
            bench.segment(0, 1);
            bench.cache.failing = WatchedDisk.op(Bio.Op.READ);
            assertThat(bench.tryRead(0)).isEqualTo(Status.IOERR);
            bench.cache.failing = bio -> false;
            assertThat(bench.read(0, 1)).isEqualTo("1");
        });
    }
}
