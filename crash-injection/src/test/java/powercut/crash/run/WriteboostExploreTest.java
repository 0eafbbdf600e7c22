package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.DiskOptions;
import powercut.block.Status;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.values.ContentPool;
import powercut.dm.Table;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.Steps;
import powercut.writeboost.WbCache;
import powercut.writeboost.WriteboostModule;

/** dm-writeboost keeps its promises in every crash state, whatever the size of a segment and of the log. */
class WriteboostExploreTest {
    private static final int OPS = 100;
    private static final String ONE = "0 %1$d writeboost 1 backing 3 cache";
    private static final String TWO = "0 %1$d writeboost 1 backing 3 cache\n%1$d %1$d writeboost 2 second 3 cache";

    private static final int SEEDS = 4; // of each shape

    @ParameterizedTest
    @CsvSource({"4, 2, 32, 1", "4, 5, 32, 8", "5, 2, 40, 8", "5, 4, 64, 1", "6, 3, 96, 4", "9, 2, 64, 1"})
    void everyCrashStateIsAdmissible(int order, int segments, long sectors, int blockSectors) throws Exception {
        assertThat(violated(ONE, DiskOptions.DEFAULT, new WriteboostModule(order), order, segments, sectors,
                blockSectors)).isZero();
    }

    @Test
    void everyCrashStateOnDisksOfLargeSectorsIsAdmissible() throws Exception {
        DiskOptions large = DiskOptions.DEFAULT.withLogicalBlockBytes(4096);
        assertThat(violated(ONE, large, new WriteboostModule(5), 5, 3, 64, 8)).isZero();
    }

    @Test
    void everyCrashStateOfTwoDevicesOnOneCacheIsAdmissible() throws Exception {
        assertThat(violated(TWO, DiskOptions.DEFAULT, new WriteboostModule(5), 5, 3, 24, 1)).isZero();
    }

    @Test
    void barrierThatDoesNotFlushIsFound() throws Exception {
        WriteboostModule module = new WriteboostModule(5, new Steps() {
            @Override
            public FlushDaemon flushDaemon(WbCache cache) {
                return new FlushDaemon(cache) {
                    @Override
                    protected Status makeDurable() {
                        return Status.OK;
                    }
                };
            }
        });
        assertThat(violated(ONE, DiskOptions.DEFAULT, module, 5, 4, 64, 1)).isEqualTo(SEEDS);
    }

    /** The number of workloads in which some crash state is wrong. */
    private static int violated(String table, DiskOptions options, WriteboostModule module, int order,
            int segments, long sectors, int blockSectors) throws Exception {
        long cacheSectors = segments + 1L << order;
        Stack stack = new Stack(Table.parse(String.format(table, sectors)), new TargetTypes(module),
                List.of(new Stack.Disk("backing", sectors, options),
                        new Stack.Disk("second", sectors, options),
                        new Stack.Disk("cache", cacheSectors, options)),
                Map.of("backing", new Stack.Slice(0, 0, sectors), "second", new Stack.Slice(1, 0, sectors),
                        "cache", new Stack.Slice(2, 0, cacheSectors)));
        Workload.Shape shape = new Workload.Shape(stack.table().sectors(), blockSectors, List.of(), true);
        int violated = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            ContentPool pool = new ContentPool();
            WorkloadRun run = new WorkloadRun(Workload.random(seed, OPS, shape), stack, pool, new RandomChooser(seed),
                    seed);
            run.run();
            assertThat(run.hang()).as("seed %d", seed).isNull();
            Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
            CrashExplorer crasher = new CrashExplorer(stack, pool, Bounds.DEFAULT, words);
            RunExplorer explorer = new RunExplorer(run, stack, crasher, words);
            explorer.explore(true);
            violated += explorer.violations().isEmpty() ? 0 : 1;
            assertThat(crasher.funnel().exhaustive()).as("seed %d", seed).isTrue();
        }
        return violated;
    }
}
