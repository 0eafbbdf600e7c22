package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.DiskOptions;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.values.ContentPool;
import powercut.dm.LinearTarget;
import powercut.dm.Table;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writeboost.WriteboostModule;

/** Workloads that write to the tree of dm-writeboost. */
class SysfsWorkloadTest {
    private static final int ORDER = 5;
    private static final int SEGMENTS = 4;
    private static final int SECTORS = 64;
    private static final int OPS = 100;
    private static final List<String> STORES = List.of("sysfs caches/3/flush_current_buffer 1",
            "sysfs caches/3/allow_migrate 1", "sysfs caches/3/allow_migrate 0", "sysfs caches/3/commit_super_block 1",
            "sysfs caches/3/nr_max_batched_migration 2", "sysfs caches/3/barrier_deadline_ms 50");

    @Test
    void tunableChangesWhatTheDriverDoes() throws Exception {
        String writes = "write 0 8\nwrite 8 8\nsysfs caches/3/flush_current_buffer 1\nwrite 16 8\n";

        assertThat(backingWrites(writes)).isZero();
        assertThat(backingWrites("sysfs caches/3/allow_migrate 1\n" + writes + "suspend\n")).isPositive();
    }

    @Test
    void mistakeInTheWorkloadIsOneLineThatSaysWhere() {
        assertRefused("flush\nsysfs caches/4/allow_migrate 1",
                "op 1 (sysfs caches/4/allow_migrate 1): caches/4/allow_migrate: there is no such file");
        assertRefused("sysfs caches/3/allow_migrate 2 &\nflush", "violated x == 0 || x == 1");
        assertRefused("sysfs caches/3/last_flushed_segment_id 1", "can only be read");
        assertThatThrownBy(() -> run(linear(), "sysfs caches/3/allow_migrate 1"))
                .isInstanceOf(TargetException.class).hasMessageContaining("the target has no files");
    }

    /** Migration on and off, forced flushes and superblock commits at any time: every crash state is admissible. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 8", "4, 8"})
    void everyCrashStateIsAdmissibleWhateverIsWrittenToTheTree(long seed, int blockSectors) throws Exception {
        Workload.Shape shape = new Workload.Shape(SECTORS, blockSectors, STORES, true);
        Workload workload = Workload.random(seed, OPS, shape);
        assertThat(workload.ops()).extracting(Op::kind).contains(Op.Kind.SYSFS);

        assertThat(violations(workload, seed)).isEmpty();
    }

    private static List<Violation> violations(Workload workload, long seed) throws Exception {
        Stack stack = writeboost();
        ContentPool pool = new ContentPool();
        WorkloadRun run = new WorkloadRun(workload, stack, pool, new RandomChooser(seed), seed);
        run.run();
        Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
        CrashExplorer explorer = new CrashExplorer(stack, pool, CrashExplorer.Bounds.DEFAULT, words);
        RunExplorer crasher = new RunExplorer(run, stack, explorer, words);
        crasher.explore(false, point -> { });
        assertThat(explorer.funnel().exhaustive()).as("seed %d", seed).isTrue();
        return crasher.violations();
    }

    private static long backingWrites(String workload) throws Exception {
        List<String> events = new ArrayList<>();
        WorkloadRun run = run(writeboost(), workload);
        run.sessions().forEach(session -> session.events().forEach(event -> events.add(event.toString())));
        return events.stream().filter(event -> event.contains("backing") && event.contains("WRITE")).count();
    }

    private static void assertRefused(String workload, String why) {
        assertThatThrownBy(() -> run(writeboost(), workload)).isInstanceOf(TargetException.class)
                .hasMessageContaining(why);
    }

    private static WorkloadRun run(Stack stack, String workload) throws Exception {
        WorkloadRun run = new WorkloadRun(Workload.parse(workload, "W"), stack, new ContentPool(),
                new RandomChooser(1), 1);
        run.run();
        assertThat(run.hang()).isNull();
        return run;
    }

    private static Stack writeboost() throws Exception {
        long cacheSectors = SEGMENTS + 1 << ORDER;
        return new Stack(Table.parse("0 " + SECTORS + " writeboost 1 backing 3 cache"),
                new TargetTypes(new WriteboostModule(ORDER)),
                List.of(new Stack.Disk("backing", SECTORS, DiskOptions.DEFAULT),
                        new Stack.Disk("cache", cacheSectors, DiskOptions.DEFAULT)),
                Map.of("backing", new Stack.Slice(0, 0, SECTORS), "cache", new Stack.Slice(1, 0, cacheSectors)));
    }

    private static Stack linear() throws Exception {
        return new Stack(Table.parse("0 4 linear disk 0"), new TargetTypes(LinearTarget.TYPE),
                List.of(new Stack.Disk("disk", 4, DiskOptions.DEFAULT)), Map.of("disk", new Stack.Slice(0, 0, 4)));
    }
}
