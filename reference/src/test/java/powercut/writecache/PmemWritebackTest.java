package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;

/** How blocks get from persistent memory to the origin and are freed (rules 24 to 29). */
class PmemWritebackTest {
    private static final String NO_WRITEBACK = "4 high_watermark 100 low_watermark 100";

    @Test
    void withFuaEachWriteIsDurableAndTheOriginIsNotFlushed() {
        Bench bench = Bench.pmem(8, NO_WRITEBACK);
        bench.run(() -> {
            bench.tryWriteFua(5, 7);
            bench.io.clear();
            assertThat(bench.device.message(0, "flush")).isZero();
            assertThat(bench.io).containsExactly("origin WRITE FUA 5+1", "store 72+8", "barrier");
            assertThat(bench.originTags(7)).isEqualTo("0 0 0 0 0 7 0");
        });
    }

    @Test
    void withNofuaTheOriginIsFlushedBeforeABlockIsFreed() {
        Bench bench = Bench.pmem(8, "5 high_watermark 100 low_watermark 100 nofua");
        bench.run(() -> {
            bench.tryWriteFua(5, 7);
            bench.io.clear();
            bench.device.message(0, "flush");
            assertThat(bench.io).containsExactly("origin WRITE 5+1", "origin FLUSH", "store 72+8", "barrier");
        });
    }

    @Test
    void consecutiveSectorsAreOneBioWhereverTheirBlocksAre() {
        Bench bench = Bench.pmem(8, NO_WRITEBACK);
        bench.run(() -> {
            for (int block : new int[] {5, 20, 6, 30, 7}) {
                bench.write(block, block);
            }
            bench.io.clear();
            bench.device.message(0, "flush");
            assertThat(origin(bench)).containsExactly(
                    "origin WRITE FUA 5+3", "origin WRITE FUA 20+1", "origin WRITE FUA 30+1");
            assertThat(bench.originTags(8)).isEqualTo("0 0 0 0 0 5 6 7");
        });
    }

    @Test
    void aCommittedVersionIsWrittenBackUnderANewerUncommittedOne() {
        Bench bench = Bench.pmem(8, "4 high_watermark 50 low_watermark 0");
        bench.run(() -> {
            bench.write(5, 1);
            bench.write(6, 1);
            bench.flush();
            bench.write(6, 2);
            bench.write(8, 2);
            bench.pass(1);
            assertThat(bench.originTags(9)).isEqualTo("0 0 0 0 0 1 1 0 2");
            assertThat(origin(bench)).containsExactly("origin WRITE FUA 5+2", "origin WRITE FUA 8+1");
            assertThat(bench.info()).as("the newer version of block 6 stays").isEqualTo("0 8 7 0");
            assertThat(bench.read(6)).isEqualTo(2);
        });
    }

    @Test
    void sixteenBlocksAreFreedUnderOneBarrierThenOthersGetTheLock() {
        Bench bench = Bench.pmem(100, NO_WRITEBACK);
        bench.run(() -> {
            bench.submit(Bio.write(0, new byte[40 * Sectors.BYTES])).await();
            bench.flush();
            bench.io.clear();
            bench.device.message(0, "flush");
            List<Integer> freed = new ArrayList<>();
            int stores = 0;
            for (String line : bench.io) {
                stores += line.startsWith("store") ? 1 : 0;
                if (line.equals("barrier")) {
                    freed.add(stores);
                    stores = 0;
                }
            }
            assertThat(freed).containsExactly(16, 16, 8);
        });
    }

    @Test
    void aFailedWriteIsAStickyErrorAndTheBlockStays() {
        Bench bench = Bench.pmem(8, NO_WRITEBACK);
        bench.run(() -> {
            bench.tryWriteFua(5, 7);
            bench.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            assertThat(bench.device.message(0, "flush")).isEqualTo(-5);
            assertThat(bench.errors).containsExactly("write error 10");
            assertThat(bench.info()).isEqualTo("-5 8 7 0");
            assertThat(bench.read(5)).isEqualTo(7);
            assertThat(bench.tryWrite(6, 1)).isEqualTo(Status.IOERR);
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            assertThat(bench.tryWriteFua(6, 1)).isEqualTo(Status.IOERR);
        });
    }

    @Test
    void afterAnErrorNothingMoreIsWritten() {
        Bench bench = Bench.pmem(8, "6 high_watermark 100 low_watermark 100 writeback_jobs 1");
        bench.run(() -> {
            bench.write(5, 5);
            bench.write(20, 20);
            bench.flush();
            bench.origin.failing = WatchedDisk.at(Bio.Op.WRITE, 5, 6);
            assertThat(bench.device.message(0, "flush")).isEqualTo(-5);
            assertThat(origin(bench)).containsExactly("origin WRITE FUA 5+1");
            assertThat(bench.info()).isEqualTo("-5 8 6 0");
        });
    }

    @Test
    void aFailedFlushOfTheOriginFreesNothing() {
        Bench bench = Bench.pmem(8, "5 high_watermark 100 low_watermark 100 nofua");
        bench.run(() -> {
            bench.tryWriteFua(5, 7);
            bench.origin.failing = WatchedDisk.op(Bio.Op.FLUSH);
            assertThat(bench.device.message(0, "flush")).isEqualTo(-5);
            assertThat(bench.errors).containsExactly("error flushing metadata: -5");
            assertThat(bench.seqCountOnDisk(0)).isZero();
            assertThat(bench.info()).isEqualTo("-5 8 7 0");
        });
    }

    @Test
    void aBadBlockIsNotWrittenToTheOrigin() {
        Bench bench = Bench.pmem(8, NO_WRITEBACK);
        bench.run(() -> {
            bench.tryWriteFua(5, 7);
            bench.pmem.poison(512 + 100);
            assertThat(bench.device.message(0, "flush")).isEqualTo(-5);
            assertThat(bench.errors).containsExactly("write error 10");
            assertThat(origin(bench)).isEmpty();
        });
    }

    @Test
    void aBadBlockFailsItsReadsAndAllLaterWrites() {
        Bench bench = Bench.pmem(8, NO_WRITEBACK);
        bench.run(() -> {
            bench.tryWriteFua(5, 7);
            bench.tryWriteFua(6, 8);
            bench.pmem.poison(512 + 100);
            assertThat(bench.tryRead(5)).isEqualTo(Status.IOERR);
            assertThat(bench.errors).containsExactly("hardware memory error when reading data: -5");
            assertThat(bench.read(6)).as("another block").isEqualTo(8);
            assertThat(bench.read(7)).as("the origin").isZero();
            assertThat(bench.tryWrite(5, 1)).isEqualTo(Status.IOERR);
            assertThat(bench.info()).isEqualTo("-5 8 6 0");
        });
    }

    @Test
    void whatLiesBehindTheEndOfAShrunkOriginIsGivenUp() {
        Bench bench = Bench.pmem(8, NO_WRITEBACK);
        bench.loadPmem(8, 5, Bench.ORIGIN_SECTORS - 1, 4, Bench.ORIGIN_SECTORS, 4, Bench.ORIGIN_SECTORS + 9, 4);
        bench.run(() -> {
            assertThat(bench.device.message(0, "flush")).as("WC-17").isZero();
            assertThat(origin(bench)).containsExactly("origin WRITE FUA 599+1");
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    /**
     * Of block 5 one version is under writeback, the next is committed and skipped, the third is committed by the
     * writeback itself, which frees the second.
     */
    @Test
    void aSkippedVersionThatACommitFreesIsGone() {
        Bench bench = Bench.pmem(8, "4 high_watermark 50 low_watermark 0");
        bench.run(() -> {
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            for (int block : new int[] {5, 20, 22, 24}) {
                bench.write(block, 1);
            }
            bench.pass(1);
            assertThat(bench.info()).isEqualTo("0 8 4 4");
            bench.write(5, 2);
            bench.flush();
            for (int block : new int[] {5, 30, 32}) {
                bench.write(block, 3);
            }
            bench.pass(1);
            assertThat(bench.info()).as("the first four, 30 and 32").isEqualTo("0 8 1 6");
            bench.origin.release();
            assertThat(bench.device.message(0, "flush")).isZero();
            assertThat(bench.info()).isEqualTo("0 8 8 0");
            assertThat(bench.read(5)).isEqualTo(3);
        });
    }

    @Test
    void flushOnSuspendLeavesNothingInTheCache() {
        Bench bench = Bench.pmem(8, NO_WRITEBACK);
        bench.run(() -> {
            bench.write(5, 7);
            assertThat(bench.device.message(0, "flush_on_suspend")).isZero();
            bench.device.suspend();
            assertThat(bench.originTags(6)).isEqualTo("0 0 0 0 0 7");
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(Superblock.FREE);
        });
    }

    private static List<String> origin(Bench bench) {
        return bench.io.stream().filter(line -> line.startsWith("origin")).toList();
    }
}
