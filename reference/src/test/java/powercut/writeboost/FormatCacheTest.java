package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.dm.Errno;

class FormatCacheTest {
    private final Bench bench = new Bench(4, 2);
    private final FormatCache format = new FormatCache(new DmSafeIo(bench.runtime));

    /** WB-A15. */
    @Test
    void superblockIsWrittenLastAndSaysSoUntilThen() {
        bench.loadRecord(3);
        bench.loadSegment(4, 4, Bench.entry(0, Geometry.FULL));
        bench.runBare(() -> {
            bench.cache.holding = WatchedDisk.op(Bio.Op.FLUSH);
            bench.runtime.spawn("format", () -> format.formatCacheDevice(bench.cache, bench.geometry));
            bench.pass(1);
            assertThat(bench.io).containsExactly("cache WRITE FUA 0+1", "cache WRITE 16+8", "cache WRITE 32+8",
                    "cache FLUSH");
            assertThat(bench.record()).isEqualTo(SuperblockDevice.FORMATTING);
            bench.cache.release();
            bench.pass(1);
            assertThat(bench.io).endsWith("cache WRITE FUA 0+1");
            assertThat(bench.record()).isZero();
            bench.device = bench.device("0 64 writeboost 1 backing 3 cache");
            assertThat(bench.ids()).isEqualTo("0 0 0 1");
        });
    }

    @Test
    void writeErrorLeavesADeviceThatIsRefused() {
        bench.runBare(() -> {
            bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 32, 33);
            assertThat(format.formatCacheDevice(bench.cache, bench.geometry)).isEqualTo(Errno.EIO);
            assertThat(bench.record()).isEqualTo(SuperblockDevice.FORMATTING);
        });
    }
}
