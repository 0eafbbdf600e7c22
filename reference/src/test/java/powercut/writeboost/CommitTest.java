package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.runtime.FirstChooser;

/** How segments get to the log and barriers end: rules 27 to 34. Segments of 3 lines, slot 0 at sector 32. */
class CommitTest {
    private final Bench bench = new Bench(5, 4);

    /** WB-A1. */
    @Test
    void dataIsDurableBeforeItsHeaderIsWritten() {
        bench.run(() -> {
            bench.write(0, 8, 1);
            bench.write(8, 1, 2);
            bench.flush();
            assertThat(bench.io).containsExactly("cache WRITE 40+16", "cache FLUSH", "cache WRITE 32+8",
                    "cache FLUSH");
        });
    }

    @Test
    void headerIsNotWrittenWhileItsDataIsUnderWay() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(0, 32, 1);
            bench.pass(10);
            assertThat(bench.io).containsExactly("cache WRITE 40+24");
            bench.cache.release();
            bench.cache.holding = WatchedDisk.op(Bio.Op.FLUSH);
            bench.pass(10);
            assertThat(bench.io).containsExactly("cache WRITE 40+24", "cache FLUSH");
            bench.cache.release();
            bench.pass(10);
            assertThat(bench.io).containsExactly("cache WRITE 40+24", "cache FLUSH", "cache WRITE 32+8");
        });
    }

    /** One FLUSH for all data; the headers may arrive in any order. */
    @Test
    void segmentsQueuedMeanwhileGoTogether() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.write(0, 32, 1);
            bench.pass(1);
            bench.write(32, 32, 2);
            Bench.Pending flush = bench.submit(Bio.flush());
            bench.pass(10);
            bench.io.clear();
            bench.cache.release();
            flush.await();
            assertThat(bench.io).containsExactly("cache FLUSH", "cache WRITE 32+8",
                    "cache WRITE 72+24", "cache WRITE 104+16", "cache FLUSH", "cache WRITE 64+8", "cache WRITE 96+8",
                    "cache FLUSH");
        });
    }

    @Test
    void segmentsFollowEachOtherInOrder() {
        bench.run(() -> {
            bench.write(0, 56, 1);
            bench.flush();
            assertThat(bench.ids()).isEqualTo("3 0 0 4");
            assertThat(bench.header(0).globalId()).isEqualTo(1);
            assertThat(bench.header(2).mbarr()).containsExactly(new MetablockDevice(48, 1, 0xFF, 1));
        });
    }

    @Test
    void fuaWriteEndsWhenItsSegmentIsDurable() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.at(Bio.Op.WRITE, 32, 33);
            Bench.Pending fua = bench.submit(Bio.write(0, 1, Bench.filled(1, 1), 0, false, true));
            bench.pass(100);
            assertThat(fua.hasEnded()).isFalse();
            bench.cache.release();
            assertThat(fua.await()).isEqualTo(Status.OK);
            assertThat(bench.io).endsWith("cache WRITE 32+8", "cache FLUSH");
        });
    }

    /** WB-C1. */
    @Test
    void barrierWaitsForTheDeadline() {
        bench.run(() -> {
            bench.wbCache().tunables.barrierDeadlineMs = 7;
            long begin = bench.runtime.nowMs();
            bench.write(0, 1, 1);
            bench.flush();
            assertThat(bench.runtime.nowMs() - begin).isEqualTo(7);
        });
    }

    @Test
    void barriersThatComeTogetherEndTogether() {
        bench.run(() -> {
            bench.write(0, 1, 1);
            Bench.Pending first = bench.submit(Bio.flush());
            bench.write(8, 1, 1);
            Bench.Pending second = bench.submit(Bio.flush());
            first.await();
            second.await();
            assertThat(bench.ids()).isEqualTo("1 0 0 2");
        });
    }

    @Test
    void fullSegmentTakesItsBarriersAlong() {
        bench.run(() -> {
            bench.wbCache().tunables.barrierDeadlineMs = 1000;
            Bench.Pending flush = bench.submit(Bio.flush());
            bench.write(0, 32, 1);
            flush.await();
            assertThat(bench.runtime.nowMs()).isLessThan(1000);
        });
    }

    /** WB-C21. */
    @Test
    void flushOfAnEmptyBufferTakesNoSegment() {
        bench.run(() -> {
            bench.flush();
            bench.flush();
            assertThat(bench.io).containsExactly("cache FLUSH", "cache FLUSH");
            assertThat(bench.ids()).isEqualTo("0 0 0 1");
        });
    }

    /** WB-C20: with one line in a segment, the driver's would be empty. */
    @Test
    void firstLineIsUsedAfterAFlush() {
        Bench one = new Bench(4, 4);
        one.run(() -> {
            one.segment(0, 1);
            one.segment(1, 2);
            assertThat(one.ids()).isEqualTo("2 0 0 3");
            assertThat(one.header(1).mbarr()).containsExactly(new MetablockDevice(8, 1, 0xFF, 1));
            assertThat(one.line(1, 0)).isEqualTo("2 2 2 2 2 2 2 2");
        });
    }

    /** WB-A18. */
    @Test
    void flushCurrentBufferMakesDurable() {
        bench.run(() -> {
            bench.write(0, 1, 1);
            assertThat(bench.wbCache().currentBuffer.flushSync()).isEqualTo(Status.OK);
            assertThat(bench.io).endsWith("cache WRITE 32+8", "cache FLUSH");
            assertThat(bench.runtime.nowMs()).as("without the deadline").isZero();
        });
    }

    @Test
    void cursorIsTheLineWrittenLast() {
        bench.run(() -> {
            assertThat(bench.wbCache().currentBuffer.cursor()).isEqualTo(11);
            bench.write(0, 16, 1);
            assertThat(bench.wbCache().currentBuffer.cursor()).isEqualTo(1);
            bench.flush();
            assertThat(bench.wbCache().currentBuffer.cursor()).isEqualTo(2);
        });
    }

    /** WB-B6: a buffer belongs to one segment until that is written. */
    @Test
    void writerWaitsForTheBufferOfItsSegment() {
        Bench single = new Bench(4, 4, new Steps() {
            @Override
            public RamBuffers ramBuffers(int bytes) {
                return new RamBuffers(1, bytes);
            }
        }, new FirstChooser());
        single.run(() -> {
            single.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
            single.write(0, 8, 1);
            Bench.Pending second = single.submitFromTask(Bench.writeBio(8, 8, 2));
            single.pass(1);
            assertThat(second.hasEnded()).isFalse();
            single.cache.release();
            assertThat(second.await()).isEqualTo(Status.OK);
            single.flush();
            assertThat(single.line(0, 0)).isEqualTo("1 1 1 1 1 1 1 1");
            assertThat(single.line(1, 0)).isEqualTo("2 2 2 2 2 2 2 2");
        });
    }

    /** WB-B6: the first segment after a resume has the buffer of its id, whatever that is. */
    @Test
    void segmentsAroundTheEndOfThePoolKeepTheirBuffers() {
        Bench late = new Bench(4, 4);
        late.loadRecord(62);
        late.run(() -> {
            late.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
            for (int i = 0; i < 3; i++) {
                late.write(i * 8L, 8, i + 1);
            }
            late.cache.release();
            late.flush();
            assertThat(late.ids()).isEqualTo("65 62 62 66");
            assertThat(late.line(2, 0)).isEqualTo("1 1 1 1 1 1 1 1");
            assertThat(late.line(3, 0)).isEqualTo("2 2 2 2 2 2 2 2");
            assertThat(late.line(0, 0)).isEqualTo("3 3 3 3 3 3 3 3");
        });
    }
}
