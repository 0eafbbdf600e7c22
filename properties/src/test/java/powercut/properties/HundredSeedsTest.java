package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Funnel;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writeboost.WriteboostModule;
import powercut.writecache.WritecacheType;

/**
 * What {@code powercut explore SUBJECT --ops 200 --seed S} runs, for the seeds 1 to 100 of both modes of dm-writecache
 * and four orders of dm-writeboost: all of them hold. The seeds run on all cores.
 */
class HundredSeedsTest {
    private static final int SEEDS = 100;
    private static final int OPS = 200;
    private static final int RUN_ALONE = 25; // every so many seeds one

    static final List<Subject> SUBJECTS = Subjects.ALL;

    /**
     * What two runs of a seed must have in common, and all of which none may have more than one.
     *
     * @param run as a command
     * @param hang null if nothing hangs
     * @param steps hash of the choices and of what was done to the disks and read from the device
     * @param covered numbers of the funnel
     */
    private record Outcome(String run, String hang, List<String> violations, boolean exhaustive, int steps,
            List<Number> covered) {
        boolean holds() {
            return hang == null && violations.isEmpty() && exhaustive;
        }
    }

    @ParameterizedTest
    @FieldSource("SUBJECTS")
    void everyPromiseIsKept(Subject subject) {
        List<Outcome> outcomes = IntStream.rangeClosed(1, SEEDS).parallel().mapToObj(seed -> run(subject, seed))
                .toList();
        assertThat(outcomes).hasSize(SEEDS).allMatch(Outcome::holds);
        for (int seed = RUN_ALONE; seed <= SEEDS; seed += RUN_ALONE) {
            assertThat(run(subject, seed)).as("run alone").isEqualTo(outcomes.get(seed - 1));
        }
    }

    private static Outcome run(Subject subject, long seed) {
        String command = "powercut explore " + subject.name() + " --ops " + OPS + " --seed " + seed;
        try {
            Stack stack = subject.stack(
                    new TargetTypes(new WritecacheType(), new WriteboostModule(subject.order())));
            ContentPool pool = new ContentPool();
            WorkloadRun run = new WorkloadRun(Workload.random(seed, OPS, subject.shape()), stack, pool,
                    new RandomChooser(seed), seed);
            run.run();
            Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
            CrashExplorer explorer = new CrashExplorer(stack, pool, Bounds.DEFAULT, words);
            RunExplorer crashes = new RunExplorer(run, stack, explorer, words);
            crashes.explore(true);
            Funnel funnel = explorer.funnel();
            return new Outcome(command, run.hang(), crashes.violations().stream().map(Violation::toString).toList(),
                    funnel.exhaustive(), steps(run), List.of(funnel.crashPoints(), funnel.nestedPoints(),
                            funnel.log2CrashStates(), funnel.recoveries(), funnel.recoveredStates()));
        } catch (Exception e) {
            throw new AssertionError(command, e);
        }
    }

    private static int steps(WorkloadRun run) {
        List<String> events = run.sessions().stream().flatMap(session -> session.events().stream())
                .map(event -> event.what() + event.end() + event.ok() + Arrays.toString(event.values())).toList();
        return 31 * events.hashCode() + Arrays.deepHashCode(run.choices().toArray());
    }
}
