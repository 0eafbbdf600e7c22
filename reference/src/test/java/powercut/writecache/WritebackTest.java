package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;

/** When blocks go to the origin, how, and what becomes of them (rules 24 to 29). */
class WritebackTest {
    @Test
    void itStartsAtTheHighWatermarkAndStopsBelowTheLowOne() {
        Bench bench = new Bench(10, "4 high_watermark 80 low_watermark 40");
        bench.run(() -> {
            for (int block = 0; block < 14; block += 2) {
                bench.write(block, 1);
            }
            bench.pass(1);
            assertThat(bench.info()).as("7 of 10 blocks used").isEqualTo("0 10 3 0");
            bench.write(14, 1);
            bench.pass(1);
            assertThat(bench.info()).as("8 used: written back until fewer than 4 are").isEqualTo("0 10 7 0");
            assertThat(bench.originTags(16)).isEqualTo("1 0 1 0 1 0 1 0 1 0 0 0 0 0 0 0");
        });
    }

    @Test
    void aBlockIsFreedDurablyAfterTheOriginsFlush() {
        Bench bench = new Bench(8, "0");
        bench.run(() -> {
            bench.write(5, 7);
            bench.flush();
            bench.io.clear();
            assertThat(bench.device.message(0, "flush")).isZero();
            assertThat(bench.io).containsExactly(
                    "cache READ 1+1", "origin WRITE 5+1", "origin FLUSH", "cache WRITE 0+1", "cache FLUSH");
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(-1);
            assertThat(bench.read(5)).isEqualTo(7);
            assertThat(bench.io).last().isEqualTo("origin READ 5+1");
        });
    }

    @Test
    void blocksThatFollowEachOtherOnBothDevicesAreOneCopy() {
        Bench bench = new Bench(8, "0");
        bench.run(() -> {
            bench.write(20, 1);
            bench.write(21, 2);
            bench.write(10, 3);
            bench.flush();
            bench.io.clear();
            bench.device.message(0, "flush");
            assertThat(bench.io).filteredOn(io -> io.startsWith("origin WRITE"))
                    .containsExactly("origin WRITE 20+2", "origin WRITE 10+1");
            assertThat(bench.origin.disk.peek(21, 1)).containsOnly(2);
        });
    }

    @Test
    void aCopyHasAtMost256Blocks() {
        Bench bench = new Bench(400, "4 high_watermark 100 low_watermark 100");
        bench.run(() -> {
            bench.submit(Bio.write(0, new byte[300 * 512])).await();
            bench.device.message(0, "flush");
            assertThat(bench.io).filteredOn(io -> io.startsWith("origin WRITE"))
                    .containsExactly("origin WRITE 0+256", "origin WRITE 256+44");
        });
    }

    @Test
    void aLongWritebackGivesWayAndGoesOn() {
        Bench bench = new Bench(200, "4 high_watermark 50 low_watermark 0");
        bench.run(() -> {
            for (int block = 0; block < 200; block += 2) {
                bench.startWrite(block, 1);
            }
            bench.pass(1);
            assertThat(bench.info()).isEqualTo("0 194 194 0");
        });
    }

    @Test
    void withoutALimitOfJobsNothingWaitsForTheFirst() {
        Bench bench = new Bench(8, "2 writeback_jobs 0");
        bench.run(() -> {
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(1, 1);
            bench.write(5, 1);
            bench.write(9, 1);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            assertThat(bench.origin.held).hasSize(3);
            bench.origin.release();
            bench.pass(1);
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    @Test
    void suspendInterruptsALongWriteback() {
        Bench bench = new Bench(200, "4 high_watermark 50 low_watermark 0");
        bench.run(() -> {
            for (int block = 0; block < 200; block += 2) {
                bench.startWrite(block, 1);
            }
            bench.device.suspend();
            assertThat(bench.info()).as("one turn of 64 entries, no second").isEqualTo("0 194 158 0");
        });
    }

    @Test
    void aWriteUnderWritebackGetsABlockOfItsOwnAndFollowsLater() {
        Bench bench = new Bench(8, "0");
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            bench.write(5, 2);
            assertThat(bench.info()).isEqualTo("0 8 6 1");
            assertThat(bench.read(5)).isEqualTo(2);
            bench.origin.release();
            bench.pass(1);
            assertThat(bench.originTags(6)).endsWith(" 1");
            assertThat(bench.read(5)).isEqualTo(2);
            assertThat(bench.device.message(0, "flush")).isZero();
            assertThat(bench.originTags(6)).endsWith(" 2");
        });
    }

    @Test
    void aWriterWaitsForAFreeBlockAndGetsIt() {
        Bench bench = new Bench(2, "4 high_watermark 100 low_watermark 100");
        bench.run(() -> {
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(1, 1);
            bench.write(2, 2);
            Bench.Pending third = bench.submitFromTask(Bio.write(3, Bench.sector(3)));
            bench.pass(1);
            assertThat(third.hasEnded()).isFalse();
            bench.origin.release();
            assertThat(third.await()).isEqualTo(Status.OK);
            assertThat(bench.read(1)).isEqualTo(1);
            assertThat(bench.read(3)).isEqualTo(3);
        });
    }

    @Test
    void writebackJobsLimitsTheBlocksInFlight() {
        Bench bench = new Bench(8, "2 writeback_jobs 2");
        bench.run(() -> {
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.runtime.spawn("writer", () -> {
                for (int block = 0; block < 10; block += 2) {
                    bench.write(block, 1);
                }
                bench.device.message(0, "flush");
            });
            bench.pass(1);
            assertThat(bench.origin.held).hasSize(2);
            bench.origin.release();
            bench.pass(1);
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    @Test
    void aDiscardDuringWritebackLeavesTheBlockToIt() {
        Bench bench = new Bench(8, "0");
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            assertThat(bench.discard(5, 1)).isEqualTo(Status.OK);
            assertThat(bench.read(5)).isEqualTo(1);
            bench.origin.release();
            bench.pass(1);
            assertThat(bench.read(5)).isEqualTo(1);
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    @Test
    void freeingWaitsForReadsOfTheBlock() {
        Bench bench = new Bench(8, "0");
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.cache.holding = bio -> bio.op() == Bio.Op.READ && bench.cache.held.isEmpty();
            Bench.Pending read = bench.submit(Bio.read(5, new byte[512]));
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            assertThat(bench.io).contains("origin FLUSH");
            assertThat(bench.seqCountOnDisk(0)).as("not yet durably free").isZero();
            bench.cache.release();
            assertThat(read.await()).isEqualTo(Status.OK);
            bench.pass(1);
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(-1);
        });
    }
}
