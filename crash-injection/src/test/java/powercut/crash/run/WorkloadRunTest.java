package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.values.ContentPool;
import powercut.dm.LinearTarget;
import powercut.dm.StateDigest;
import powercut.dm.Table;
import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.Chooser;
import powercut.runtime.FirstChooser;
import powercut.runtime.RandomChooser;
import powercut.runtime.ReplayChooser;
import powercut.writecache.WritecacheType;

class WorkloadRunTest {
    private static final int OPS = 60;

    @Test
    void sameSeedGivesTheSameEventsByteForByte() throws Exception {
        int withPowerFailure = 0;
        for (int seed = 1; seed <= 10; seed++) {
            String first = events(writecacheRun(seed, seed));
            assertThat(events(writecacheRun(seed, seed))).as("seed %d", seed).isEqualTo(first);
            withPowerFailure += first.contains("session 1") ? 1 : 0;
        }
        assertThat(withPowerFailure).as("seeds with a power failure").isPositive();
    }

    @Test
    void otherScheduleGivesOtherEvents() throws Exception {
        assertThat(events(writecacheRun(1, 2))).isNotEqualTo(events(writecacheRun(1, 1)));
    }

    @Test
    void choicesAloneReplayASession() throws Exception {
        Workload workload = Workload.parse("write 0 2 &\nwrite 1 2 &\nflush &\nwait\nwrite 4 1 fua", "W");
        WorkloadRun recorded = run(writecache(), workload, new RandomChooser(7));
        WorkloadRun replayed = run(writecache(), workload, new ReplayChooser(recorded.choices().get(0)));
        assertThat(recorded.choices().get(0)).isNotEmpty();
        assertThat(events(replayed)).isEqualTo(events(recorded));
    }

    @Test
    void timersExpireInAPause() throws Exception {
        assertThat(after("op 0 (", "write 0 1\npause 900")).doesNotContain("cache FLUSH");
        assertThat(after("op 0 (", "write 0 1\npause 1000")).as("autocommit_time").contains("cache FLUSH");
    }

    @Test
    void spuriousWakeUpNamesAWaitQueue() throws Exception {
        Workload good = Workload.parse("flush\nwake dm_writecache_flush\nflush", "W");
        assertThat(run(writecache(), good, new RandomChooser(1)).hang()).isNull();
        Workload bad = Workload.parse("wake nobody", "W");
        assertThatThrownBy(() -> run(writecache(), bad, new RandomChooser(1))).isInstanceOf(TargetException.class)
                .hasMessage("op 0 (wake nobody): no such wait queue, expected one of top wait, freelist_wait, read,"
                        + " write, writecache_endio, dm_writecache_flush");
    }

    @Test
    void operationThatNeverEndsIsReportedAsAViolation() throws Exception {
        Stack stack = linear(new DropsFlushes());
        WorkloadRun run = run(stack, Workload.parse("write 0 1\nflush\nwrite 1 1", "W"), new RandomChooser(1));
        assertThat(run.hang()).startsWith("deadlock after ").contains("op 1");
        assertThat(run.opsBegun()).isEqualTo(2);
        assertThat(explore(run, stack)).singleElement().satisfies(violation -> {
            assertThat(violation.sector()).isEqualTo(-1);
            assertThat(violation.promised()).isEqualTo("every operation ends");
            assertThat(violation.found()).isEqualTo(run.hang());
            assertThat(violation.point().when()).isEqualTo("after 2 operations, with the power on");
        });
    }

    @Test
    void linearTargetHoldsThroughPowerFailures() throws Exception {
        Stack stack = linear(LinearTarget.TYPE);
        Workload workload = Workload.parse(
                "write 0 2 fua\nwrite 1 2\ncrash\nread 0 4\nwrite 3 1\nflush\ndiscard 0 1\ncrash\nread 0 4", "W");
        WorkloadRun run = run(stack, workload, new RandomChooser(1));
        assertThat(run.sessions()).hasSize(3);
        assertThat(run.hang()).isNull();
        assertThat(run.errorLines()).isEmpty();
        assertThat(explore(run, stack)).isEmpty();
    }

    private static Stack writecache() throws Exception {
        return Subjects.WRITECACHE_SSD.stack(new TargetTypes(new WritecacheType()));
    }

    /** Four sectors of a disk. */
    private static Stack linear(TargetType type) throws Exception {
        return new Stack(Table.parse("0 4 " + type.name() + " disk 0"), new TargetTypes(type),
                List.of(new Stack.Disk("disk", 4, DiskOptions.DEFAULT)), Map.of("disk", new Stack.Slice(0, 0, 4)));
    }

    private static WorkloadRun writecacheRun(int seed, int schedule) throws Exception {
        Workload workload = Workload.random(seed, OPS, Subjects.WRITECACHE_SSD.shape());
        return run(writecache(), workload, new RandomChooser(schedule));
    }

    private static WorkloadRun run(Stack stack, Workload workload, Chooser chooser) throws Exception {
        WorkloadRun run = new WorkloadRun(workload, stack, new ContentPool(), chooser, 1);
        run.run();
        return run;
    }

    private static String after(String what, String workload) throws Exception {
        String events = events(run(writecache(), Workload.parse(workload, "W"), new FirstChooser()));
        return events.substring(events.indexOf(what));
    }

    private static List<Violation> explore(WorkloadRun run, Stack stack) {
        Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
        CrashExplorer explorer = new CrashExplorer(stack, new ContentPool(), Bounds.DEFAULT, words);
        RunExplorer crashes = new RunExplorer(run, stack, explorer, words);
        crashes.explore(false);
        return crashes.violations();
    }

    /** Every event of every session with its values, and every choice. */
    private static String events(WorkloadRun run) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < run.sessions().size(); i++) {
            text.append("session ").append(i).append(' ').append(Arrays.toString(run.choices().get(i))).append('\n');
            for (IoEvent event : run.sessions().get(i).events()) {
                text.append(event.end() ? "end " : "submit ").append(event.io()).append(" on ").append(event.disk())
                        .append(' ')
                        .append(event.what()).append(' ').append(event.ok()).append(' ')
                        .append(Arrays.toString(event.values())).append('\n');
            }
        }
        return text.toString();
    }

    /** As linear from sector 0 on, but a flush is forgotten. */
    private static final class DropsFlushes implements TargetType {
        @Override
        public String name() {
            return "drops-flushes";
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public Target construct(TargetContext context, String[] arguments) {
            BlockDevice device = context.devices().find(arguments[0]);
            return new Target() {
                @Override
                public MapResult map(Bio bio) {
                    bio.remap(device, bio.sector());
                    return bio.op() == Bio.Op.FLUSH ? MapResult.SUBMITTED : MapResult.REMAPPED;
                }

                @Override
                public String status(StatusType type) {
                    return "";
                }

                @Override
                public void digest(StateDigest digest) {}
            };
        }
    }
}
