package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.values.ContentPool;
import powercut.dm.TargetTypes;
import powercut.runtime.ExhaustiveChooser;
import powercut.runtime.FirstChooser;
import powercut.writecache.WritecacheType;

/**
 * The scenarios that broke the Linux 6.1 driver, one by one: under the same faults and at every power failure the
 * corrected target keeps its promises, and what it cannot promise it fails.
 */
class ReproducedDefectsTest {
    private static final int CACHE = 1;
    private static final Words WORDS = new Words(new Provenance(List.of()), Words.Reasons.NONE);

    /** The operations that fail are those whose numbers are listed, in each schedule. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", value = {
        "WC-03, 8, 0, -, write 0 1 fua;read 0 1, ''",
        "WC-04, 8, 0, -, write 0 1;flush;message flush &;write 0 1;flush;wait;read 0 1, ''",
        "WC-06b, 8, 0, cache:error_flushes@3, write 0 1;flush;read 0 1, 1",
        "WC-06c, 8, 0, origin:error_writes@1, write 0 1;flush;message flush;write 0 1;read 0 1, 3",
        "WC-08, 8, 0, cache:error_writes@2 1+8, write 2 1;message flush;write 1 1;flush;read 1 1;message flush;"
                + "read 1 1, 2",
        "WC-10, 40, 0, cache:error_reads@2 1+1, write 0 1;suspend;read 0 1;write 0 1;flush, 2 3 4",
        "WC-11, 8, 0, cache:error_writes@2, read 0 1, ''",
        "WC-11, 8, 0, -, read 0 1, ''",
        "WC-24, 8, 0, origin:error_writes@1, write 0 1;write 2 1;message flush;flush;read 0 1;suspend;read 2 1, 3"})
    void theCorrectedTargetHolds(String id, int cacheBlocks, String options, String fault, String ops, String failing)
            throws Exception {
        Workload workload = Workload.parse(ops.replace(';', '\n'), id);
        Stack stack = stack(4, cacheBlocks, options);
        List<DiskFault> faults = fault == null ? List.of() : List.of(DiskFault.parse(fault, stack));
        ContentPool pool = new ContentPool();
        CrashExplorer explorer = explorer(stack, pool);
        ExhaustiveChooser schedules = new ExhaustiveChooser(1, 8);
        while (schedules.nextRun()) {
            WorkloadRun run = new WorkloadRun(workload, stack, faults, pool, schedules, 0);
            run.run();
            String where = Arrays.toString(run.choices().get(0));
            assertThat(violations(run, stack, explorer)).as("%s, choices %s, DMERR %s", id, where, run.errorLines())
                    .isEmpty();
            assertThat(failedOps(run)).as("%s, choices %s", id, where).isEqualTo(failing);
            assertThat(run.faultHits()).isEqualTo(faults.size());
        }
        assertThat(explorer.funnel().exhaustive()).isTrue();
    }

    /**
     * WC-06 a: 8,190 blocks have entries in three metadata regions of 64 KiB. 8,188 are committed, two of the first
     * region free again; the next three take the last two, of the third region, and then one of those. One commit
     * writes both regions, and the first fails.
     */
    @Test
    void failedRegionCommitsNothingOfTheOther() throws Exception {
        Stack stack = stack(8192, 8190, "4 high_watermark 100 low_watermark 100");
        Workload workload = Workload.parse("write 0 8188\nflush\ndiscard 5 2\nwrite 8188 3\nflush", "WC-06a");
        ContentPool pool = new ContentPool();
        CrashExplorer explorer = explorer(stack, pool);
        // After two of the format, a commit's two, the discard's one.
        DiskFault fault = DiskFault.parse("cache:error_writes@6 0+128", stack);
        WorkloadRun run = new WorkloadRun(workload, stack, List.of(fault), pool, new FirstChooser(), 0);
        run.run();
        assertThat(failedOps(run)).isEqualTo("4");
        assertThat(events(run).filter(event -> event.disk() == CACHE && !event.end() && event.op() == Bio.Op.WRITE)
                .map(IoEvent::what)).as("the third region's write went well").last().isEqualTo("cache WRITE 256+1");
        assertThat(violations(run, stack, explorer)).isEmpty();
        assertThat(explorer.funnel().exhaustive()).isTrue();
    }

    private static Stream<IoEvent> events(WorkloadRun run) {
        return run.sessions().get(0).events().stream();
    }

    /** Numbers of the operations that ended with an error, in their order, between blanks. */
    private static String failedOps(WorkloadRun run) {
        return events(run).filter(event -> event.disk() == IoEvent.TOP && event.end() && !event.ok())
                .map(event -> event.what().split(" ")[1]).collect(Collectors.joining(" "));
    }

    private static List<Violation> violations(WorkloadRun run, Stack stack, CrashExplorer explorer) {
        RunExplorer crashes = new RunExplorer(run, stack, explorer, WORDS);
        crashes.explore(false);
        return crashes.violations();
    }

    private static CrashExplorer explorer(Stack stack, ContentPool pool) {
        return new CrashExplorer(stack, pool, Bounds.DEFAULT, WORDS);
    }

    private static Stack stack(int originSectors, int cacheBlocks, String options) throws Exception {
        return new Subject("reproduced", "0 " + originSectors + " writecache s origin cache 512 " + options,
                List.of(new Stack.Disk("origin", originSectors, DiskOptions.DEFAULT),
                        new Stack.Disk("cache", (64 + 16 * cacheBlocks + 511) / 512 + cacheBlocks,
                                DiskOptions.DEFAULT)),
                new Workload.Shape(originSectors, 1, List.of(), false)).stack(new TargetTypes(new WritecacheType()));
    }
}
