package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.Table;
import powercut.dm.Target.StatusType;

/** Suspend, messages, status and limits (rules 30, 32 to 34). */
class SuspendTest {
    private final Bench bench = new Bench(8, "4 high_watermark 100 low_watermark 10");

    @Test
    void suspendCommitsAndResumeFindsEverything() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.io.clear();
            bench.device.suspend();
            assertThat(bench.io).containsExactly("cache WRITE 0+1", "cache FLUSH", "cache WRITE FUA 0+1");
            bench.device.resume();
            assertThat(bench.read(5)).isEqualTo(7);
            bench.pass(2000);
            assertThat(bench.superblockSeqCount()).as("the autocommit timer was stopped").isEqualTo(1);
        });
    }

    @Test
    void suspendWaitsForWritebackUnderWay() {
        bench.run(() -> {
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            for (int block = 0; block < 8; block++) {
                bench.write(block, 1);
            }
            bench.pass(1);
            boolean[] suspended = {false};
            bench.runtime.spawn("suspend", () -> {
                bench.device.suspend();
                suspended[0] = true;
            });
            bench.pass(1);
            assertThat(suspended[0]).isFalse();
            bench.origin.release();
            bench.pass(1);
            assertThat(suspended[0]).isTrue();
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    @Test
    void flushOnSuspendEmptiesTheCacheOnce() {
        bench.run(() -> {
            assertThat(bench.device.message(0, "Flush_On_Suspend")).isZero();
            bench.write(5, 7);
            bench.device.suspend();
            assertThat(bench.info()).isEqualTo("0 8 8 0");
            assertThat(bench.originTags(6)).endsWith(" 7");
            bench.device.resume();
            bench.write(5, 8);
            bench.device.suspend();
            assertThat(bench.info()).isEqualTo("0 8 7 0");
        });
    }

    @Test
    void theFlushMessageEmptiesTheCache() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.write(7, 9);
            assertThat(bench.device.message(0, "FLUSH")).isZero();
            assertThat(bench.info()).isEqualTo("0 8 8 0");
            assertThat(bench.originTags(8)).isEqualTo("0 0 0 0 0 7 0 9");
        });
    }

    @Test
    void messagesThatMakeNoSenseAreRefused() {
        bench.run(() -> {
            assertThat(bench.device.message(0, "flush", "now")).isEqualTo(Errno.EINVAL);
            assertThat(bench.device.message(0, "flush_on_suspend", "now")).isEqualTo(Errno.EINVAL);
            assertThat(bench.errors).isEmpty();
            assertThat(bench.device.message(0, "cleaner")).isEqualTo(Errno.EINVAL);
            assertThat(bench.errors).containsExactly("unrecognised message received: cleaner");
            bench.device.suspend();
            assertThat(bench.device.message(0, "flush")).isEqualTo(Errno.EBUSY);
        });
    }

    @Test
    void theTableLineIsTheOneThatWasLoaded() {
        bench.run(() -> {
            assertThat(bench.device.status(StatusType.TABLE))
                    .containsExactly("0 600 writecache s origin cache 512 4 high_watermark 100 low_watermark 10");
            assertThat(bench.device.status(StatusType.INFO)).containsExactly("0 600 writecache 0 8 8 0");
        });
    }

    @Test
    void removingTheDeviceCommitsAndStopsTheThreads() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.flush();
            bench.device.message(0, "flush");
            bench.write(6, 7);
            bench.device.remove();
            assertThat(bench.superblockSeqCount()).isEqualTo(2);
        });
    }

    @Test
    void theBlockSizeIsTheSmallestUnit() {
        Bench coarse = new Bench(8, "0");
        coarse.runBare(() -> {
            coarse.device = coarse.newDevice();
            coarse.device.load(Table.parse("0 64 writecache s origin cache 1024 0"));
            coarse.device.resume();
            assertThat(coarse.device.limits().logicalBlockBytes()).isEqualTo(1024);
            assertThat(coarse.device.limits().physicalBlockBytes()).isEqualTo(1024);
            assertThat(coarse.device.limits().ioMinBytes()).isEqualTo(1024);
            assertThat(coarse.submit(Bio.read(1, new byte[512])).await()).isEqualTo(Status.IOERR);
            assertThat(coarse.submit(Bio.discard(2, 3)).await()).isEqualTo(Status.IOERR);
            assertThat(coarse.errors).containsExactly("I/O is not aligned, sector 1, size 512, block size 1024",
                    "I/O is not aligned, sector 2, size 1536, block size 1024");
        });
    }
}
