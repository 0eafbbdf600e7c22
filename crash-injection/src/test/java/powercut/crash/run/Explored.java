package powercut.crash.run;

import java.util.List;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Funnel;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.values.ContentPool;
import powercut.runtime.Chooser;
import powercut.runtime.PctChooser;
import powercut.runtime.RandomChooser;

/**
 * A workload, run under some schedule and crashed everywhere.
 *
 * @param violations with the power on or after a power failure
 */
public record Explored(WorkloadRun run, Funnel funnel, List<Violation> violations) {
    private static final int PCT_DEPTH = 3;
    private static final int PCT_CHOICES = 100;

    /** Runs it and crashes it, up to the first crash point with a violation. */
    static Explored of(Stack stack, List<DiskFault> faults, Workload workload, long seed) throws Exception {
        ContentPool pool = new ContentPool();
        return crash(run(stack, faults, workload, pool, seed), stack, pool, true);
    }

    /** As {@link #of}, with few changes of tasks at rare moments. */
    static Explored withPct(Stack stack, List<DiskFault> faults, Workload workload, long seed) throws Exception {
        ContentPool pool = new ContentPool();
        Chooser chooser = new PctChooser(seed, PCT_DEPTH, PCT_CHOICES);
        return crash(run(stack, faults, workload, pool, chooser, seed), stack, pool, true);
    }

    /** Runs it. */
    public static WorkloadRun run(Stack stack, List<DiskFault> faults, Workload workload, ContentPool pool, long seed)
            throws Exception {
        return run(stack, faults, workload, pool, new RandomChooser(seed), seed);
    }

    private static WorkloadRun run(Stack stack, List<DiskFault> faults, Workload workload, ContentPool pool,
            Chooser chooser, long seed) throws Exception {
        WorkloadRun run = new WorkloadRun(workload, stack, faults, pool, chooser, seed);
        run.run();
        return run;
    }

    /** Crashes a run. */
    public static Explored crash(WorkloadRun run, Stack stack, ContentPool pool, boolean firstOnly) {
        Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
        CrashExplorer crasher = new CrashExplorer(stack, pool, Bounds.DEFAULT, words);
        RunExplorer explorer = new RunExplorer(run, stack, crasher, words);
        explorer.explore(firstOnly);
        return new Explored(run, crasher.funnel(), explorer.violations());
    }

    /** Whether every promise was kept in every crash state. */
    boolean holds() {
        return violations.isEmpty() && funnel.exhaustive();
    }
}
