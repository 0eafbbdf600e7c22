package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;

/** What reaches persistent memory, in which order (rules 14, 15, 22; WC-02); entry i is at byte 64 + 16 * i. */
class PmemCommitTest {
    private static final String COMMIT_SUPERBLOCK = "store 24+8";

    private final Bench bench = Bench.pmem(8, "4 high_watermark 100 low_watermark 100");

    @Test
    void aWriteStoresEntryAndDataAndNeedsNoBarrier() {
        bench.run(() -> {
            bench.write(5, 7);
            assertThat(bench.io).containsExactly("store 64+16", "store 512+512");
            assertThat(bench.seqCountOnDisk(0)).isZero();
            assertThat(bench.superblockSeqCount()).isZero();
        });
    }

    @Test
    void aFlushIsABarrierThenTheSuperblockThenABarrier() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.io.clear();
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("barrier", COMMIT_SUPERBLOCK, "barrier");
            assertThat(bench.superblockSeqCount()).isEqualTo(1);
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
    void aCommittedBlockIsNeverOverwrittenAndIsFreedAfterTheNextCommit() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.io.clear();
            bench.write(5, 2);
            assertThat(bench.io).containsExactly("store 80+16", "store 1024+512");
            assertThat(bench.read(5)).isEqualTo(2);
            bench.io.clear();
            bench.flush();
            assertThat(bench.io).containsExactly("barrier", COMMIT_SUPERBLOCK, "barrier", "store 72+8", "barrier");
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(Superblock.FREE);
            assertThat(bench.info()).isEqualTo("0 8 7 0");
            assertThat(bench.read(5)).isEqualTo(2);
        });
    }

    @Test
    void anUncommittedBlockIsOverwrittenInPlace() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.io.clear();
            bench.write(5, 2);
            assertThat(bench.io).containsExactly("store 512+512");
            assertThat(bench.read(5)).isEqualTo(2);
            assertThat(bench.info()).isEqualTo("0 8 7 0");
        });
    }

    @Test
    void olderVersionsOfSeveralBlocksAreFreedOldestFirstUnderOneBarrier() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.write(6, 1);
            bench.flush();
            bench.write(6, 2);
            bench.write(5, 2);
            bench.io.clear();
            bench.flush();
            assertThat(bench.io).containsExactly("barrier", COMMIT_SUPERBLOCK, "barrier",
                    "store 88+8", "store 72+8", "barrier");
        });
    }

    @Test
    void aVersionUnderWritebackIsFreedByItsEndNotByTheCommit() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            bench.write(5, 2);
            bench.io.clear();
            bench.flush();
            assertThat(bench.io).containsExactly("barrier", COMMIT_SUPERBLOCK, "barrier");
            assertThat(bench.info()).as("two versions").isEqualTo("0 8 6 1");
            bench.io.clear();
            bench.origin.release();
            bench.pass(1);
            assertThat(bench.io).startsWith("store 72+8", "barrier");
            assertThat(bench.read(5)).isEqualTo(2);
        });
    }

    @Test
    void aFuaWriteEndsAfterTheCommitOfItsEntry() {
        bench.run(() -> {
            assertThat(bench.tryWriteFua(5, 7)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly(
                    "store 64+16", "store 512+512", "barrier", COMMIT_SUPERBLOCK, "barrier");
        });
    }

    @Test
    void aFuaOverwriteOfACommittedBlockIsACommitAsWell() {
        bench.run(() -> {
            bench.tryWriteFua(5, 1);
            bench.io.clear();
            assertThat(bench.tryWriteFua(5, 2)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("store 80+16", "store 1024+512", "barrier", COMMIT_SUPERBLOCK,
                    "barrier", "store 72+8", "barrier");
        });
    }

    @Test
    void aFuaWriteWithPreflushIsTwoCommits() {
        bench.run(() -> {
            bench.write(4, 1);
            Bio bio = Bio.write(5, 1, Bench.sector(2), 0, true, true);
            assertThat(bench.submit(bio).await()).isEqualTo(Status.OK);
            assertThat(bench.superblockSeqCount()).isEqualTo(2);
        });
    }

    @Test
    void theSixtyFourthUncommittedBlockIsCommittedBeforeTheWriteEnds() {
        Bench large = Bench.pmem(100, "4 high_watermark 100 low_watermark 100");
        large.run(() -> {
            for (int block = 0; block < 63; block++) {
                large.write(block, 1);
            }
            assertThat(large.superblockSeqCount()).isZero();
            large.write(63, 1);
            assertThat(large.superblockSeqCount()).isEqualTo(1);
            assertThat(large.io).endsWith("barrier", COMMIT_SUPERBLOCK, "barrier");
        });
    }

    @Test
    void theAutocommitTimeIsCountedFromTheFirstWrite() {
        Bench timed = Bench.pmem(8, "2 autocommit_time 300");
        timed.run(() -> {
            timed.write(1, 1);
            timed.pass(200);
            timed.write(2, 1);
            timed.pass(90);
            assertThat(timed.superblockSeqCount()).isZero();
            timed.pass(20);
            assertThat(timed.superblockSeqCount()).isEqualTo(1);
        });
    }

    @Test
    void aDiscardIsDurableBeforeItReachesTheOrigin() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.write(5, 2);
            bench.io.clear();
            assertThat(bench.discard(4, 4)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("store 72+8", "store 88+8", "barrier", "origin DISCARD 4+4");
            assertThat(bench.info()).isEqualTo("0 8 8 0");
            assertThat(bench.read(5)).isZero();
        });
    }

    @Test
    void suspendCommits() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.device.suspend();
            assertThat(bench.superblockSeqCount()).isEqualTo(1);
            bench.device.resume();
            assertThat(bench.read(5)).isEqualTo(1);
        });
    }
}
