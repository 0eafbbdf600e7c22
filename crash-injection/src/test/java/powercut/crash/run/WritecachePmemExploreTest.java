package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.DiskOptions;
import powercut.crash.explore.Stack;
import powercut.dm.Table;
import powercut.dm.TargetTypes;
import powercut.writecache.WritecacheSteps;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.FuaIgnored;

/** dm-writecache keeps its promises in pmem mode, in every crash state: atom by atom of the memory. */
class WritecachePmemExploreTest {
    private static final int OPS = 60;

    @ParameterizedTest
    @CsvSource({"512, 1, 9", "512, 3, 9", "1024, 2, 16"})
    void everyCrashStateIsAdmissible(int blockBytes, long seed, long cacheSectors) throws Exception {
        Explored explored = explore(new WritecacheType(), blockBytes, seed, cacheSectors);
        assertThat(explored.violations()).isEmpty();
        assertThat(explored.funnel().exhaustive()).isTrue();
        assertThat(explored.funnel().log2CrashStates()).as("a store may persist in part").isGreaterThan(64);
    }

    @Test
    void acknowledgedFuaWriteThatIsNotCommittedIsFound() throws Exception {
        WritecacheType published = new WritecacheType(new WritecacheSteps().commit(FuaIgnored::new));
        assertThat(explore(published, 512, 1, 9).violations()).first()
                .satisfies(violation -> assertThat(violation.promised()).endsWith("durable by its FUA flag"));
    }

    private static Explored explore(WritecacheType type, int blockBytes, long seed, long cacheSectors)
            throws Exception {
        Stack stack = new Stack(Table.parse("0 16 writecache p origin cache " + blockBytes
                        + " 4 high_watermark 50 low_watermark 25"),
                new TargetTypes(type),
                List.of(new Stack.Disk("origin", 16, DiskOptions.DEFAULT), Stack.Disk.pmem("cache", cacheSectors)),
                Map.of("origin", new Stack.Slice(0, 0, 16), "cache", new Stack.Slice(1, 0, cacheSectors)));
        Workload.Shape shape = new Workload.Shape(16, blockBytes / 512, List.of("flush", "flush_on_suspend"), true);
        return Explored.of(stack, List.of(), Workload.random(seed, OPS, shape), seed);
    }
}
