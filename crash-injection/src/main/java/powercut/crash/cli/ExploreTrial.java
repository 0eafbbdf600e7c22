package powercut.crash.cli;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.contract.WritecacheReasons;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.report.CrashImage;
import powercut.crash.run.Conformance;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TableException;
import powercut.dm.TargetException;

/** A workload that was run and crashed everywhere, or of which the corrected target has made something else. */
record ExploreTrial(Workload workload, WorkloadRun run, CrashExplorer explorer, CrashImage image,
        List<Violation> violations) {
    /**
     * Runs it and crashes it. What no power failure shows is compared first, and where there is a difference that is
     * all: the run may be too large to be crashed.
     *
     * @param described decides the schedule, and what power failures in the workload leave
     * @param setup made from that
     * @param progress is told the number of each crash point
     */
    static ExploreTrial of(RunDescription described, RunSetup setup, Workload workload, IntConsumer progress)
            throws TableException, TargetException {
        return run(described, setup, workload, Bounds.DEFAULT,
                crasher -> crasher.explore(described.firstOnly(), progress));
    }

    /**
     * Runs it and crashes it up to the first crash point with a violation.
     *
     * @param depth how many power failures in a row
     */
    static ExploreTrial toDepth(int depth, RunDescription described, RunSetup setup, Workload workload)
            throws TableException, TargetException {
        return run(described, setup, workload, new Bounds(depth, Bounds.DEFAULT.recoveriesPerPoint()),
                crasher -> crasher.explore(true));
    }

    /** Runs it with the power on, and crashes it only where the workload says so. */
    static ExploreTrial withPowerOn(RunDescription described, RunSetup setup, Workload workload)
            throws TableException, TargetException {
        return run(described, setup, workload, Bounds.DEFAULT, RunExplorer::watch);
    }

    private static ExploreTrial run(RunDescription described, RunSetup setup, Workload workload,
            Bounds bounds, Consumer<RunExplorer> exploration) throws TableException, TargetException {
        Stack stack = setup.stack();
        List<Violation> differences = setup.compared() == null ? List.of()
                : Conformance.difference(workload, setup.compared().corrected(), stack, setup.faults())
                        .stream().toList();
        ContentPool pool = new ContentPool();
        WorkloadRun run = new WorkloadRun(workload, stack, setup.faults(), pool,
                described.schedule().chooser(described.seed(), workload.ops().size()), described.seed());
        if (differences.isEmpty()) {
            run.run();
        }
        Words words = new Words(new Provenance(RunExplorer.sources(run)), new WritecacheReasons(stack, pool));
        CrashImage image = new CrashImage(words, stack, pool);
        CrashExplorer explorer = new CrashExplorer(stack, pool, bounds, image);
        RunExplorer crasher = new RunExplorer(run, stack, explorer, image);
        if (differences.isEmpty()) {
            exploration.accept(crasher);
        }
        return new ExploreTrial(workload, run, explorer, image,
                differences.isEmpty() ? crasher.violations() : differences);
    }

    /** Whether nothing was run but beside the corrected target. */
    boolean isComparedOnly() {
        return run.sessions().isEmpty();
    }

    boolean holds() {
        return violations.isEmpty();
    }

    /** Whether the first violation is of that kind. */
    boolean shows(Violation.Kind kind) {
        return !holds() && violations.get(0).kind() == kind;
    }
}
