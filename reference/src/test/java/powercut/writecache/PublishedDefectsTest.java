package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.runtime.FirstChooser;
import powercut.writecache.published.WritecacheDefects;

/** Each published defect does the one wrong step; the same scenarios on the reference are in {@link CommitTest}. */
class PublishedDefectsTest {
    @Test
    void wc01FlushesTheCacheBeforeTheDataWritesHaveEnded() {
        Bench bench = with("WC-01");
        bench.run(() -> {
            bench.cache.holding = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
            Bench.Pending write = bench.startWrite(5, 7);
            Bench.Pending flush = bench.submit(Bio.flush());
            bench.pass(1);
            assertThat(bench.io).containsExactly("cache WRITE 1+1", "cache WRITE 0+1", "cache FLUSH");
            assertThat(flush.hasEnded()).isFalse();
            bench.cache.release();
            assertThat(flush.await()).isEqualTo(Status.OK);
            assertThat(write.hasEnded()).isTrue();
            assertThat(bench.io).last().isEqualTo("cache WRITE FUA 0+1");
        });
    }

    @Test
    void wc03EndsAFuaWriteWithoutACommit() {
        Bench bench = with("WC-03");
        bench.run(() -> {
            assertThat(bench.tryWriteFua(5, 7)).isEqualTo(Status.OK);
            assertThat(bench.io).containsExactly("cache WRITE FUA 1+1");
            assertThat(bench.superblockSeqCount()).isZero();
        });
    }

    @Test
    void wc04DoesNotFlushAnOverwriteWhoseBlockIsUnderWriteback() {
        Bench bench = with("WC-04");
        bench.run(() -> {
            bench.overwriteAndStartWriteback();
            bench.io.clear();
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.io).isEmpty();
            bench.origin.release();
        });
    }

    private static Bench with(String id) {
        return new Bench(8, "4 high_watermark 100 low_watermark 100", WritecacheDefects.type(id), new FirstChooser());
    }
}
