package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.DiskOptions;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
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

/** Workloads in which dm-writeboost is told something: by its files, by messages to its manager, by tables. */
class AdministratorTest {
    private static final int ORDER = 5;
    private static final int SEGMENTS = 4;
    private static final int SECTORS = 64;
    private static final int OPS = 100;
    private static final List<String> STORES = List.of("sysfs caches/3/flush_current_buffer 1",
            "sysfs caches/3/allow_migrate 1", "sysfs caches/3/allow_migrate 0", "sysfs caches/3/commit_super_block 1",
            "sysfs caches/3/nr_max_batched_migration 2", "sysfs caches/3/barrier_deadline_ms 50",
            "sysfs caches/3/allow_migrate 2", "message add_sysfs", "message remove_sysfs", "mgr clear_stat 3",
            "mgr resume_cache cache 4", "mgr free_cache 3", "mgr format_cache_device cache",
            "mgr format_cache_device backing");
    private static final String ATTACHED = "reload 0 64 writeboost 1 backing 3";
    private static final String DETACHED = "reload 0 64 writeboost 1 backing 0";

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
        assertRefused("sysfs caches/3/last_flushed_segment_id 1", "can only be read");
        assertThatThrownBy(() -> run(linear(), "sysfs caches/3/allow_migrate 1"))
                .isInstanceOf(TargetException.class).hasMessageContaining("the target has no files");
    }

    /** As a shell goes on after an error; who wrote the workload finds it in the notes. */
    @Test
    void refusalIsAnAnswerAndTheWorkloadGoesOn() throws Exception {
        WorkloadRun run = run(writeboost(), """
                sysfs caches/3/allow_migrate 2 &
                message add_sysfs
                message add_sysfs
                mgr free_cache 3
                reload 0 64 writeboost 1 nothing 0
                write 0 8 fua""");

        assertThat(run.refusals()).containsExactlyInAnyOrder(
                "op 0 (sysfs caches/3/allow_migrate 2 &): caches/3/allow_migrate: violated x == 0 || x == 1 (-22)",
                "op 2 (message add_sysfs): the message returns -17",
                "op 3 (mgr free_cache 3): the message returns -16",
                "op 4 (reload 0 64 writeboost 1 nothing 0): the table is refused: Cannot find backing device nothing"
                        + " (-22)");
        assertThat(writes(run, "cache")).as("the old table stays").isPositive();
    }

    /** As the driver's own tools do it. */
    @Test
    void cacheIsResumedByTheManagerAndAttachedByATable() throws Exception {
        WorkloadRun run = run(writeboost("0 64 writeboost 1 backing 0"), "mgr format_cache_device cache\n"
                + "mgr switch_to 3\nmgr resume_cache cache\n" + ATTACHED + "\nwrite 0 8 fua\n" + DETACHED
                + "\nmgr free_cache\nmgr resume_cache cache 5\n");

        assertThat(run.refusals()).isEmpty();
        assertThat(writes(run, "cache")).isPositive();
        assertThat(writes(run, "backing")).isZero();
    }

    @Test
    void afterAPowerFailureItIsTheFirstTableAgain() throws Exception {
        WorkloadRun run = run(writeboost(), DETACHED + "\nwrite 0 8\ncrash\nwrite 8 8 fua");

        Session before = run.sessions().get(0);
        Session after = run.sessions().get(1);
        assertThat(writes(before, "backing")).isPositive();
        assertThat(writes(after, "backing")).isZero();
        assertThat(writes(after, "cache")).isPositive();
    }

    /** Recovery refuses a log whose header names a sector that the backing device does not have. */
    @Test
    void volumeThatCannotBeReadAfterAPowerFailureBreaksItsPromises() throws Exception {
        Workload workload = Workload.parse("fault cache:corrupt_bio_byte 15 w 1 0 32+1\nwrite 0 8 fua\ncrash\nread 0 1",
                "W");

        assertThat(violations(workload, 1)).extracting(Violation::found).containsOnly("an I/O error");
    }

    /** Migration on and off, forced flushes, superblock commits, and what is refused, at any time. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 8", "4, 8"})
    void everyCrashStateIsAdmissibleWhateverIsWrittenToTheTree(long seed, int blockSectors) throws Exception {
        Workload.Shape shape = new Workload.Shape(SECTORS, blockSectors, STORES, true);
        Workload workload = Workload.random(seed, OPS, shape);
        assertThat(workload.ops()).extracting(Op::kind).contains(Op.Kind.SYSFS, Op.Kind.MGR);

        assertThat(violations(workload, seed)).isEmpty();
    }

    private static List<Violation> violations(Workload workload, long seed) throws Exception {
        Stack stack = writeboost();
        ContentPool pool = new ContentPool();
        WorkloadRun run = new WorkloadRun(workload, stack, pool, new RandomChooser(seed), seed);
        run.run();
        Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
        CrashExplorer explorer = new CrashExplorer(stack, pool, Bounds.DEFAULT, words);
        RunExplorer crasher = new RunExplorer(run, stack, explorer, words);
        crasher.explore(false, point -> { });
        assertThat(explorer.funnel().exhaustive()).as("seed %d", seed).isTrue();
        return crasher.violations();
    }

    private static long backingWrites(String workload) throws Exception {
        return writes(run(writeboost(), workload), "backing");
    }

    private static long writes(WorkloadRun run, String disk) {
        return run.sessions().stream().mapToLong(session -> writes(session, disk)).sum();
    }

    private static long writes(Session session, String disk) {
        return session.events().stream()
                .filter(event -> !event.end() && event.what().startsWith(disk + " WRITE")).count();
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
        return writeboost("0 " + SECTORS + " writeboost 1 backing 3 cache");
    }

    private static Stack writeboost(String table) throws Exception {
        long cacheSectors = SEGMENTS + 1 << ORDER;
        return new Stack(Table.parse(table),
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
