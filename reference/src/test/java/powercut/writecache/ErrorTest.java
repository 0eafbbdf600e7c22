package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.StateDigest;

/**
 * What failing devices lead to: never a broken promise, never another sector's data, never a hang (WC-05, 06, 08, 24).
 */
class ErrorTest {
    private final Bench bench = new Bench(8, "4 high_watermark 100 low_watermark 100");

    @Test
    void aFlushFailsWhenItsCommitFails() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 0, 1);
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            assertThat(bench.errors).containsExactly("error writing metadata");
            assertThat(bench.info()).startsWith("-5 8 ");
        });
    }

    @Test
    void aFuaWriteFailsWhenItsCommitFails() {
        bench.run(() -> {
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            assertThat(bench.tryWriteFua(5, 7)).isEqualTo(Status.IOERR);
            assertThat(bench.errors).containsExactly("error flushing metadata: -5");
        });
    }

    @Test
    void theSuperblockStaysWhenAnythingBeforeItFails() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            bench.flush();
            bench.cache.failing = bio -> false;
            bench.io.clear();
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            bench.device.suspend();
            assertThat(bench.io).as("no later commit and no suspend writes anything").isEmpty();
            assertThat(bench.superblockSeqCount()).isZero();
        });
    }

    @Test
    void aSuperblockThatCannotBeWrittenCommitsNothing() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.cache.failing = Bio::fua;
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            assertThat(bench.errors).containsExactly("error writing superblock");
            assertThat(bench.tryWrite(6, 1)).isEqualTo(Status.IOERR);
            assertThat(bench.discard(5, 1)).isEqualTo(Status.IOERR);
            assertThat(bench.read(5)).as("reads go on").isEqualTo(7);
            assertThat(bench.device.message(0, "flush")).isEqualTo(Errno.EIO);
        });
    }

    @Test
    void aFailedWriteIsNotCommitted() {
        bench.run(() -> {
            bench.origin.disk.load(7, Bench.sector(3));
            bench.cache.disk.load(1, Bench.sector(50));
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            assertThat(bench.tryWrite(7, 2)).isEqualTo(Status.IOERR);
            bench.cache.failing = bio -> false;
            bench.write(8, 4);
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(-1);
            assertThat(bench.read(7)).as("the origin's content, not what the block held before").isEqualTo(3);
            assertThat(bench.read(8)).isEqualTo(4);
        });
    }

    @Test
    void aReadAfterAFailedWriteGoesToTheOrigin() {
        bench.run(() -> {
            bench.origin.disk.load(7, Bench.sector(3));
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            bench.tryWrite(7, 2);
            assertThat(bench.read(7)).isEqualTo(3);
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    @Test
    void aFailedFirstWriteFollowedByAGoodOneIsKept() {
        bench.run(() -> {
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            bench.tryWrite(7, 2);
            bench.cache.failing = bio -> false;
            bench.write(7, 5);
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            bench.tryWrite(7, 6);
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.read(7)).isEqualTo(5);
        });
    }

    @Test
    void aFailedFuaWriteFails() {
        bench.run(() -> {
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            assertThat(bench.tryWriteFua(7, 2)).isEqualTo(Status.IOERR);
            assertThat(bench.io).containsExactly("cache WRITE FUA 1+1");
        });
    }

    @Test
    void aFailedNewVersionLeavesTheOneUnderWriteback() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            assertThat(bench.tryWrite(5, 2)).isEqualTo(Status.IOERR);
            assertThat(bench.read(5)).isEqualTo(1);
            bench.cache.failing = bio -> false;
            bench.origin.release();
            bench.pass(1);
            assertThat(bench.read(5)).isEqualTo(1);
            assertThat(bench.info()).isEqualTo("0 8 8 0");
        });
    }

    @Test
    void aFailedCopyKeepsTheBlockAndEndsTheFlushMessage() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            assertThat(bench.device.message(0, "flush")).isEqualTo(Errno.EIO);
            assertThat(bench.errors).containsExactly("copy error");
            assertThat(bench.read(5)).isEqualTo(1);
            assertThat(bench.seqCountOnDisk(0)).isZero();
            bench.device.suspend();
            bench.device.resume();
            assertThat(bench.read(5)).isEqualTo(1);
        });
    }

    @Test
    void aCopyThatCannotReadTheCacheFails() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.cache.failing = WatchedDisk.op(Bio.Op.READ);
            assertThat(bench.device.message(0, "flush")).isEqualTo(Errno.EIO);
            assertThat(bench.errors).containsExactly("copy error");
            assertThat(bench.originTags(6)).endsWith(" 0");
        });
    }

    @Test
    void aFailedFlushOfTheOriginFreesNothing() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.failing = WatchedDisk.op(Bio.Op.FLUSH);
            assertThat(bench.device.message(0, "flush")).isEqualTo(Errno.EIO);
            assertThat(bench.errors).containsExactly("error flushing metadata: -5");
            assertThat(bench.seqCountOnDisk(0)).isZero();
            assertThat(bench.info()).isEqualTo("-5 8 7 0");
        });
    }

    @Test
    void aLaterGoodCopyWakesThoseWhoWaitForTheLastWriteback() {
        bench.run(() -> {
            bench.origin.failing = WatchedDisk.at(Bio.Op.WRITE, 5, 6);
            bench.origin.holding = WatchedDisk.at(Bio.Op.WRITE, 20, 21);
            bench.write(5, 1);
            bench.write(20, 2);
            int[] result = {1};
            bench.runtime.spawn("message", () -> result[0] = bench.device.message(0, "flush"));
            bench.pass(1);
            assertThat(bench.errors).containsExactly("copy error");
            assertThat(result[0]).as("still waiting").isEqualTo(1);
            bench.origin.release();
            bench.pass(1);
            assertThat(result[0]).isEqualTo(Errno.EIO);
            bench.device.suspend();
        });
    }

    @Test
    void anErrorWakesAllBlockedWriters() {
        Bench two = new Bench(2, "4 high_watermark 100 low_watermark 100");
        two.run(() -> {
            two.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            two.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            two.write(1, 1);
            two.write(2, 2);
            Bench.Pending three = two.submitFromTask(Bio.write(13, Bench.sector(3)));
            Bench.Pending four = two.submitFromTask(Bio.write(14, Bench.sector(4)));
            two.pass(1);
            two.origin.release();
            assertThat(three.await()).isEqualTo(Status.IOERR);
            assertThat(four.await()).isEqualTo(Status.IOERR);
        });
    }

    @Test
    void aFlushOfAnOverwriteFailsWithTheDevices() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.write(5, 2);
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            assertThat(bench.errors).containsExactly("error flushing metadata: -5");
        });
    }

    @Test
    void aDiscardThatCannotBeRecordedFailsAndDoesNotReachTheOrigin() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.flush();
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 0, 1);
            assertThat(bench.discard(5, 1)).isEqualTo(Status.IOERR);
            assertThat(bench.errors).containsExactly("error writing metadata");
            assertThat(bench.io).doesNotContain("origin DISCARD 5+1");
        });
    }

    @Test
    void aDiscardBehindAFlushThatFailsFailsToo() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            Bench.Pending flush = bench.submit(Bio.flush());
            Bench.Pending discard = bench.submit(Bio.discard(5, 1));
            assertThat(flush.await()).isEqualTo(Status.IOERR);
            assertThat(discard.await()).isEqualTo(Status.IOERR);
            assertThat(bench.read(5)).isEqualTo(1);
        });
    }

    @Test
    void theFirstErrorIsTheOneThatIsReported() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.write(20, 2);
            bench.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            bench.device.message(0, "flush");
            assertThat(bench.errors).as("of two copies that failed").containsExactly("copy error");
        });
    }

    @Test
    void aWritebackThatCannotCommitWritesNothing() {
        Bench four = new Bench(4, "4 high_watermark 50 low_watermark 25");
        four.run(() -> {
            four.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            four.write(1, 1);
            four.write(2, 2);
            four.pass(1);
            assertThat(four.errors).containsExactly("error flushing metadata: -5");
            assertThat(four.io).noneMatch(io -> io.startsWith("origin"));
        });
    }

    /** Equal digests behave alike: what is still to be written counts. */
    @Test
    void metadataThatCouldNotBeWrittenIsPartOfTheState() {
        assertThat(digestAfter(WatchedDisk.at(Bio.Op.WRITE, 0, 1))).isNotEqualTo(digestAfter(bio -> false));
    }

    private static long digestAfter(Predicate<Bio> failing) {
        Bench bench = new Bench(8, "0");
        StateDigest digest = new StateDigest();
        bench.run(() -> {
            bench.write(5, 1);
            bench.cache.failing = failing;
            bench.flush();
            bench.device.digest(digest);
        });
        return digest.value();
    }
}
