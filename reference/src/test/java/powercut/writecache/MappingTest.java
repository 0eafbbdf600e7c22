package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;

/** Reads, writes and discards on an active device (rules 17 to 23). */
class MappingTest {
    private final Bench bench = new Bench(8, "4 high_watermark 100 low_watermark 100");

    @Test
    void aWriteIsReadBackFromTheCacheDevice() {
        bench.run(() -> {
            bench.write(5, 7);
            assertThat(bench.read(5)).isEqualTo(7);
            assertThat(bench.io).containsExactly("cache WRITE 1+1", "cache READ 1+1");
        });
    }

    @Test
    void whatIsNotCachedIsReadFromTheOriginUpToTheNextCachedBlock() {
        bench.run(() -> {
            bench.write(5, 7);
            bench.io.clear();
            byte[] into = new byte[8 * 512];
            bench.origin.disk.load(6, Bench.sector(9));
            assertThat(bench.submit(Bio.read(2, into)).await()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("origin READ 2+3", "cache READ 1+1", "origin READ 6+4");
            assertThat(new byte[] {into[2 * 512], into[3 * 512], into[4 * 512]}).containsExactly(0, 7, 9);
        });
    }

    @Test
    void aWriteTakesOneBlockPerBio() {
        bench.run(() -> {
            assertThat(bench.submit(Bio.write(3, new byte[3 * 512])).await()).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("cache WRITE 1+1", "cache WRITE 2+1", "cache WRITE 3+1");
        });
    }

    @Test
    void uncommittedAndCommittedBlocksAreOverwrittenInPlace() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.write(5, 2);
            bench.flush();
            bench.write(5, 3);
            assertThat(bench.io).filteredOn(io -> io.startsWith("cache WRITE 1+1")).hasSize(3);
            assertThat(bench.read(5)).isEqualTo(3);
            assertThat(bench.info()).isEqualTo("0 8 7 0");
        });
    }

    @Test
    void aReadOfAnUncommittedBlockWaitsForItsWrites() {
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
            Bench.Pending write = bench.startWrite(5, 7);
            Bench.Pending read = bench.submitFromTask(Bio.read(5, new byte[512]));
            bench.pass(1);
            assertThat(read.hasEnded()).isFalse();
            bench.cache.release();
            assertThat(write.await()).isEqualTo(Status.OK);
            assertThat(read.await()).isEqualTo(Status.OK);
            assertThat(read.bio().data()).containsOnly(7);
        });
    }

    @Test
    void aDiscardForgetsTheBlocksDurablyAndGoesToTheOrigin() {
        bench.run(() -> {
            bench.write(4, 1);
            bench.write(5, 2);
            bench.write(6, 3);
            bench.flush();
            bench.io.clear();
            assertThat(bench.discard(4, 2)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("cache WRITE 0+1", "cache FLUSH", "origin DISCARD 4+2");
            assertThat(bench.read(4)).isZero();
            assertThat(bench.read(5)).isZero();
            assertThat(bench.read(6)).isEqualTo(3);
            assertThat(bench.info()).isEqualTo("0 8 7 0");
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(-1);
            assertThat(bench.seqCountOnDisk(2)).isZero();
        });
    }

    @Test
    void aDiscardOfNothingCachedCommitsNothing() {
        bench.run(() -> {
            assertThat(bench.discard(4, 2)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("origin DISCARD 4+2");
        });
    }

    @Test
    void aDiscardWaitsForReadsAndWritesOfTheCacheDevice() {
        bench.run(() -> {
            bench.write(4, 1);
            bench.cache.holding = bio -> bio.sector() == 1;
            Bench.Pending read = bench.submit(Bio.read(4, new byte[512]));
            Bench.Pending write = bench.startWrite(4, 2);
            Bench.Pending discard = bench.submit(Bio.discard(4, 1));
            bench.pass(1);
            assertThat(discard.hasEnded()).isFalse();
            bench.cache.release();
            assertThat(discard.await()).isEqualTo(Status.OK);
            assertThat(read.hasEnded()).isTrue();
            assertThat(write.hasEnded()).isTrue();
        });
    }

    @Test
    void discardedUncommittedBlocksNoLongerCountTowardsTheAutocommit() {
        Bench three = new Bench(8, "2 autocommit_blocks 3");
        three.run(() -> {
            three.write(1, 1);
            three.write(2, 1);
            three.discard(1, 2);
            three.write(3, 1);
            three.write(4, 1);
            three.pass(1);
            assertThat(three.superblockSeqCount()).isZero();
            three.write(5, 1);
            three.pass(1);
            assertThat(three.superblockSeqCount()).isEqualTo(1);
        });
    }
}
