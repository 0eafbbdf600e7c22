package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.block.DiskOptions;
import powercut.block.Status;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Subject;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.Mapping;
import powercut.writeboost.Metablock;
import powercut.writeboost.Steps;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;
import powercut.writeboost.WriteboostModule;

/**
 * What upstream's suites of dm-writeboost never tried: their scenarios with the power failing everywhere, on disks with
 * a volatile cache; whether a FLUSH makes anything durable; a block that is read while it is written; tiny devices. The
 * scenarios themselves, without power failures, are {@code UpstreamShellTest} and its neighbours in reference.
 */
class WriteboostScenariosTest {
    private static final int SCHEDULES = 5; // of each scenario
    private static final String MIGRATE = "sysfs caches/1/allow_migrate 1";
    private static final String RECORD = "sysfs caches/1/commit_super_block 1";

    /** Names as upstream's; the power fails after each operation and at the end of each flush epoch. */
    enum Crashed {
        SHELL_2_REPLAY(5, 4, 64, strided(8, 0, 8, 2) + "\nflush\ncrash\n" + MIGRATE + "\nwrite 0 8\nflush"),
        SHELL_3_TWO_SEGMENTS(5, 4, 8, "write 1 1\nflush\nwrite 0 1\nflush\ncrash\nread 0 8\nwrite 2 1\nflush"),
        SHELL_4_BACKING_ALONE(4, 2, 48, strided(8, 0, 8, 1) + "\nsuspend\nwrite 0 8 fua"),
        SHELL_5_HIT_ON_BUFFER(5, 4, 8, "write 0 8\nwrite 2 2\nflush\nwrite 3 2\nread 0 8\nflush"),
        INVALIDATE_PREV_CACHE(6, 3, 56, strided(1, 0, 8, 3) + "\n" + strided(1, 1, 8, 3) + "\nflush"),
        SYNC_WRITES(4, 2, 40, "write 0 1 fua\nwrite 12 8 fua\nwrite 4 8\nflush\nwrite 20 16 fua\n"
                + "write 2 3 preflush fua"),
        WIPE(5, 2, 64, "write 0 64\nwrite 0 8\nwrite 8 1\nflush\ndiscard 0 64\nflush"),
        REPRO_138_TWO_SEGMENTS(4, 2, 32, strided(8, 0, 8, 1) + "\n" + strided(8, 0, 8, 1) + "\nflush"),
        REPRO_144_RECORDED(4, 3, 40, strided(8, 0, 8, 1) + "\nflush\n" + MIGRATE + "\nread 0 8\n" + RECORD
                + "\ncrash\nwrite 0 8\nflush\n" + RECORD + "\ncrash\nwrite 8 3 fua"),
        REPRO_147_BATCH(4, 4, 48, batch(32) + strided(8, 0, 8, 1) + "\nflush\nwrite 0 4\n" + strided(8, 0, 8, 1)
                + "\nflush"),
        REPRO_147_WRITER_PRESSES(4, 4, 48, batch(16) + strided(8, 0, 8, 1) + "\n" + MIGRATE + "\n"
                + strided(8, 0, 8, 3) + "\n" + batch(1) + strided(8, 0, 8, 2) + "\nflush"),
        REPRO_147_LOG_FULL(4, 6, 48, batch(8) + strided(8, 0, 8, 1) + "\n" + MIGRATE
                + "\nsuspend\npause 1\nwrite 0 8 fua"),
        REPRO_147_LOG_HALF_EMPTY(4, 6, 24, batch(8) + strided(8, 0, 8, 1) + "\n" + MIGRATE
                + "\nsuspend\npause 1\nwrite 0 8 fua");

        private final Bench bench;
        private final String workload;

        Crashed(int order, int slots, int sectors, String workload) {
            this.bench = new Bench(order, slots, sectors);
            this.workload = workload;
        }

        private static String batch(int segments) {
            return "sysfs caches/1/nr_max_batched_migration " + segments + "\n";
        }

        /** Writes of the same length, a stride apart, over the whole device; so many are under way together. */
        private static String strided(int sectors, int from, int stride, int together) {
            return "strided " + sectors + " " + from + " " + stride + " " + together;
        }
    }

    /** A cache of so many slots before a backing device of so many sectors. */
    private record Bench(int order, int slots, int sectors) {
        List<Violation> violations(String workload, Steps steps, long seed) throws Exception {
            Stack stack = new Subject("writeboost", "0 " + sectors + " writeboost 1 backing 1 cache",
                    List.of(new Stack.Disk("backing", sectors, DiskOptions.DEFAULT),
                            new Stack.Disk("cache", slots + 1L << order, DiskOptions.DEFAULT)),
                    new Workload.Shape(sectors, 1, List.of(), false))
                    .stack(new TargetTypes(new WriteboostModule(order, steps)));
            ContentPool pool = new ContentPool();
            WorkloadRun run = new WorkloadRun(Workload.parse(expanded(workload), "scenario"), stack, pool,
                    new RandomChooser(seed), seed);
            run.run();
            Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
            CrashExplorer crasher = new CrashExplorer(stack, pool, Bounds.DEFAULT, words);
            RunExplorer explorer = new RunExplorer(run, stack, crasher, words);
            explorer.explore(true);
            assertThat(run.errorLines()).isEmpty();
            if (explorer.violations().isEmpty()) {
                assertThat(crasher.funnel().exhaustive()).as("every crash state was looked at").isTrue();
                assertThat(crasher.funnel().crashPoints()).isGreaterThan(1);
            }
            return explorer.violations();
        }

        /** With each line {@code strided SECTORS FROM STRIDE TOGETHER} as its writes. */
        private String expanded(String workload) {
            List<String> lines = new ArrayList<>();
            for (String line : workload.lines().toList()) {
                String[] words = line.split(" ");
                if (words[0].equals("strided")) {
                    int stride = Integer.parseInt(words[3]);
                    for (int sector = Integer.parseInt(words[2]), i = 1; sector < sectors; sector += stride, i++) {
                        lines.add("write " + sector + " " + words[1]
                                + (i % Integer.parseInt(words[4]) == 0 ? "" : " &"));
                    }
                } else {
                    lines.add(line);
                }
            }
            return String.join("\n", lines);
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsInEveryCrashState(Crashed scenario) throws Exception {
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            assertThat(scenario.bench.violations(scenario.workload, new Steps(), seed)).as("seed %d", seed).isEmpty();
        }
    }

    /** Each scenario that has a FLUSH or FUA write notices when they do not reach the cache device. */
    @ParameterizedTest
    @EnumSource
    void flushThatIsNotPassedOnIsFound(Crashed scenario) throws Exception {
        assertThat(scenario.bench.violations(scenario.workload, NO_FLUSH, 1)).isNotEmpty();
    }

    private static final Steps NO_FLUSH = new Steps() {
        @Override
        public FlushDaemon flushDaemon(WbCache cache) {
            return new FlushDaemon(cache) {
                @Override
                protected Status makeDurable() {
                    return Status.OK;
                }
            };
        }
    };

    /** Durable are: what ended before a FLUSH began, a FUA write, and what a preflush found. */
    @ParameterizedTest
    @ValueSource(strings = {"write 0 8\nflush", "write 0 3\nwrite 8 8\nflush", "write 4 8 fua",
        "write 0 8\nwrite 8 1 preflush", "write 0 8 &\nwrite 4 8 &\nwait\nflush\nwrite 0 2",
        "write 0 1\nflush &\nflush &\nwait"})
    void flushMakesDurable(String workload) throws Exception {
        Bench bench = new Bench(5, 2, 24);
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            assertThat(bench.violations(workload, new Steps(), seed)).isEmpty();
        }
        assertThat(bench.violations(workload, NO_FLUSH, 1)).isNotEmpty();
    }

    private static List<String> concurrent() {
        return List.of("write 0 8 &\nread 0 8 &\nwrite 2 4 &\nread 0 8 &\nwait",
                "write 0 8\nflush\nwrite 0 8 &\nread 0 8 &\nread 4 4 &\nwait\nread 0 8",
                "write 1 3\nflush\nwrite 2 3 &\nread 0 8 &\n" + MIGRATE + " &\nread 0 8\nwait\nread 0 8",
                "write 0 8\nwrite 8 8\nwrite 0 8 &\nread 0 8 &\nwrite 16 8 &\nread 0 8 &\nwait\nwrite 0 3\nread 0 8");
    }

    /** A reader sees of each sector what was there, or what is being written, never anything else. */
    @ParameterizedTest
    @MethodSource("concurrent")
    void blockIsReadWhileItIsWritten(String workload) throws Exception {
        for (long seed = 1; seed <= 40; seed++) {
            assertThat(new Bench(4, 2, 24).violations(workload, new Steps(), seed)).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("concurrent")
    void readThatFindsWhatTheBufferHeldBeforeIsFound(String workload) throws Exception {
        Steps bitsOnly = new Steps() {
            @Override
            public Mapping mapping(WbCache cache, WbDevice wb, long begin) {
                return new Mapping(cache, wb) {
                    @Override
                    protected void writeOnBuffer(Metablock mb, int at, int bytes, byte[] data, int offset) {
                        super.writeOnBuffer(mb, at, bytes, new byte[bytes], 0);
                    }
                };
            }
        };
        assertThat(new Bench(4, 2, 24).violations(workload, bitsOnly, 1)).isNotEmpty();
    }

    /** One sector, or one block and a sector, behind two segments of each order. */
    @Test
    void tinyDevicesHold() throws Exception {
        for (int order = 4; order <= 11; order++) {
            for (int sectors : new int[] {1, 9}) {
                String writes = IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> "write 0 " + sectors + (i % 2 == 0 ? " fua" : "\nflush"))
                        .collect(Collectors.joining("\n"));
                assertThat(new Bench(order, 2, sectors).violations(writes + "\ncrash\n" + writes, new Steps(), order))
                        .as("order %d, %d sectors", order, sectors).isEmpty();
            }
        }
    }
}
