package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TargetModule;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writeboost.WriteboostModule;
import powercut.writecache.WritecacheType;

/** What {@code powercut explore writecache-ssd --ops 200 --seed S} runs, for the seeds 1 to 100: all of them hold. */
class HundredSeedsTest {
    private static final int SEEDS = 100;
    private static final int OPS = 200;

    static List<Subject> writecache() {
        return Subjects.ALL.stream().filter(subject -> subject.name().startsWith("writecache-")).toList();
    }

    static List<Subject> writeboost() {
        return Subjects.ALL.stream().filter(subject -> subject.name().startsWith("writeboost")).toList();
    }

    @ParameterizedTest
    @MethodSource("writecache")
    void everyPromiseIsKept(Subject subject) throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertHolds(subject, new WritecacheType(), seed);
        }
    }

    /** Each seed in one of the four orders. */
    @ParameterizedTest
    @MethodSource("writeboost")
    void everyPromiseOfTheSegmentLogIsKept(Subject subject) throws Exception {
        List<Subject> all = writeboost();
        assertThat(all).extracting(Subject::order).containsExactly(4, 8, 9, 11);
        for (long seed = 1 + all.indexOf(subject); seed <= SEEDS; seed += all.size()) {
            assertHolds(subject, new WriteboostModule(subject.order()), seed);
        }
    }

    private static void assertHolds(Subject subject, TargetModule module, long seed) throws Exception {
        Stack stack = subject.stack(new TargetTypes(module));
        ContentPool pool = new ContentPool();
        Workload workload = Workload.random(seed, OPS, subject.shape());
        WorkloadRun run = new WorkloadRun(workload, stack, pool, new RandomChooser(seed), seed);
        run.run();
        Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
        CrashExplorer explorer = new CrashExplorer(stack, pool, CrashExplorer.Bounds.DEFAULT, words);
        RunExplorer crashes = new RunExplorer(run, stack, explorer, words);
        crashes.explore(true);
        String where = "powercut explore " + subject.name() + " --ops " + OPS + " --seed " + seed;
        assertThat(run.hang()).as(where).isNull();
        assertThat(crashes.violations()).as(where).isEmpty();
        assertThat(explorer.funnel().exhaustive()).as("exhaustive: " + where).isTrue();
    }
}
