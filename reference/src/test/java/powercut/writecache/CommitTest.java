package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;

/** What makes writes durable, and in which order it reaches the cache device (rules 14, 15, 22; WC-01, 03, 04). */
class CommitTest {
    private static final String[] COMMIT = {"cache WRITE 0+1", "cache FLUSH", "cache WRITE FUA 0+1"};

    private final Bench bench = new Bench(8, "4 high_watermark 100 low_watermark 100");

    @Test
    void aFlushWritesEntriesThenFlushesThenTheSuperblock() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.io.clear();
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly(COMMIT);
            assertThat(bench.superblockSeqCount()).isEqualTo(1);
            assertThat(bench.seqCountOnDisk(0)).isZero();
        });
    }

    @Test
    void aFlushWaitsForDataWritesBeforeItWritesAnything() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            Bench.Pending write = bench.startWrite(5, 7);
            Bench.Pending flush = bench.submit(Bio.flush());
            bench.pass(1);
            assertThat(bench.io).containsExactly("cache WRITE 1+1");
            bench.cache.release();
            assertThat(flush.await()).isEqualTo(Status.OK);
            assertThat(write.hasEnded()).isTrue();
        });
    }

    @Test
    void aFlushOfNothingDoesNothing() {
        bench.run(() -> {
            assertThat(bench.flush()).isEqualTo(Status.OK);
            bench.write(5, 7);
            bench.flush();
            bench.io.clear();
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.io).isEmpty();
        });
    }

    @Test
    void anOverwriteInPlaceNeedsOnlyTheFlush() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.write(5, 2);
            bench.io.clear();
            bench.flush();
            assertThat(bench.io).containsExactly("cache FLUSH");
            bench.flush();
            assertThat(bench.io).containsExactly("cache FLUSH");
        });
    }

    @Test
    void anOverwriteInPlaceIsFlushedAlsoWhileItsBlockIsUnderWriteback() {
        bench.run(() -> {
            bench.overwriteAndStartWriteback();
            bench.io.clear();
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("cache FLUSH");
            bench.origin.release();
        });
    }

    @Test
    void aFuaWriteEndsAfterTheCommitOfItsEntry() {
        bench.run(() -> {
            assertThat(bench.tryWriteFua(5, 7)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("cache WRITE FUA 1+1", COMMIT[0], COMMIT[1], COMMIT[2]);
            assertThat(bench.superblockSeqCount()).isEqualTo(1);
        });
    }

    @Test
    void aFuaOverwriteOfACommittedBlockNeedsNoCommit() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.io.clear();
            assertThat(bench.tryWriteFua(5, 2)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("cache WRITE FUA 1+1");
        });
    }

    @Test
    void fuaWritesThatEndTogetherShareACommit() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            Bench.Pending one = bench.submit(Bio.writeFua(5, Bench.sector(1)));
            Bench.Pending two = bench.submit(Bio.writeFua(6, Bench.sector(2)));
            bench.pass(1);
            bench.io.clear();
            bench.cache.release();
            assertThat(one.await()).isEqualTo(Status.OK);
            assertThat(two.await()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly(COMMIT);
        });
    }

    @Test
    void aFuaWriteWithPreflushIsTwoCommits() {
        bench.run(() -> {
            bench.write(4, 1);
            bench.io.clear();
            Bio bio = Bio.write(5, 1, Bench.sector(2), 0, true, true);
            assertThat(bench.submit(bio).await()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly(
                    COMMIT[0], COMMIT[1], COMMIT[2], "cache WRITE FUA 2+1", COMMIT[0], COMMIT[1], COMMIT[2]);
        });
    }

    @Test
    void enoughUncommittedBlocksStartACommit() {
        Bench two = new Bench(8, "2 autocommit_blocks 2");
        two.run(() -> {
            two.write(1, 1);
            two.pass(10);
            assertThat(two.superblockSeqCount()).isZero();
            two.write(2, 1);
            two.pass(10);
            assertThat(two.superblockSeqCount()).isEqualTo(1);
            two.write(2, 2);
            two.pass(10);
            assertThat(two.superblockSeqCount()).as("an overwrite adds no uncommitted block").isEqualTo(1);
        });
    }

    @Test
    void theAutocommitTimeIsCountedInMillisecondsFromTheFirstWrite() {
        Bench timed = new Bench(8, "2 autocommit_time 300");
        timed.run(() -> {
            timed.write(1, 1);
            timed.pass(200);
            timed.write(2, 1);
            timed.pass(90);
            assertThat(timed.superblockSeqCount()).isZero();
            timed.pass(20);
            assertThat(timed.superblockSeqCount()).isEqualTo(1);
            timed.pass(1000);
            assertThat(timed.superblockSeqCount()).isEqualTo(1);
        });
    }

    @Test
    void onlyTheRegionOfTheEntryIsWritten() {
        Bench large = new Bench(10000, "4 high_watermark 100 low_watermark 100");
        large.run(() -> {
            large.write(1, 1);
            large.io.clear();
            large.flush();
            assertThat(large.io).containsExactly("cache WRITE 0+128", "cache FLUSH", "cache WRITE FUA 0+8");
        });
    }

    @Test
    void aFlushThatOnlyDropsFailedWritesDoesNotAdvanceTheSuperblock() {
        bench.run(() -> {
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            bench.tryWrite(5, 1);
            bench.cache.failing = bio -> false;
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.superblockSeqCount()).isZero();
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    /** The discard waits for the data, frees the entry and commits that; the write then has nothing left to commit. */
    @Test
    void aFuaWriteWhoseBlockIsDiscardedMeanwhileEndsWell() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            Bench.Pending write = bench.submit(Bio.writeFua(5, Bench.sector(1)));
            Bench.Pending discard = bench.submit(Bio.discard(5, 1));
            bench.pass(1);
            assertThat(discard.hasEnded()).isFalse();
            bench.cache.release();
            assertThat(discard.await()).isEqualTo(Status.OK);
            assertThat(write.await()).isEqualTo(Status.OK);
            assertThat(bench.superblockSeqCount()).isZero();
        });
    }

    @Test
    void theTimerDoesNotCommitAfterAnError() {
        Bench four = new Bench(4, "4 high_watermark 50 low_watermark 50");
        four.run(() -> {
            four.write(1, 1);
            four.flush();
            four.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            four.write(2, 2);
            four.pass(1);
            assertThat(four.errors).containsExactly("copy error");
            four.io.clear();
            four.pass(2000);
            assertThat(four.io).isEmpty();
            assertThat(four.superblockSeqCount()).isEqualTo(1);
        });
    }
}
