package powercut.crash.cli;

import java.util.List;
import java.util.function.IntConsumer;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.contract.WritecacheReasons;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.report.CrashImage;
import powercut.crash.run.Conformance;
import powercut.crash.run.DiskFault;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Chooser;

/** A workload that was run and crashed everywhere. */
record ExploreTrial(Workload workload, WorkloadRun run, CrashExplorer explorer, CrashImage image,
        List<Violation> violations) {
    /**
     * Runs it and crashes it.
     *
     * @param seed of the crash states that power failures in the workload leave
     * @param compared what it is compared with if nothing is found; null for nothing
     * @param firstOnly stop at the first crash point with a violation
     * @param progress is told the number of each crash point
     */
    static ExploreTrial of(Workload workload, Stack stack, List<DiskFault> faults, Chooser chooser, long seed,
            Comparison compared, boolean firstOnly, IntConsumer progress) throws TableException, TargetException {
        ContentPool pool = new ContentPool();
        WorkloadRun run = new WorkloadRun(workload, stack, faults, pool, chooser, seed);
        boolean runs = compared == null || !compared.tableRefused();
        if (runs) {
            run.run();
        }
        Words words = new Words(new Provenance(RunExplorer.sources(run)), new WritecacheReasons(stack, pool));
        CrashImage image = new CrashImage(words, stack, pool);
        CrashExplorer explorer = new CrashExplorer(stack, pool, CrashExplorer.Bounds.DEFAULT, image);
        RunExplorer crasher = new RunExplorer(run, stack, explorer, image);
        if (runs) {
            crasher.explore(firstOnly, progress);
        }
        List<Violation> violations = crasher.violations();
        if (violations.isEmpty() && compared != null) {
            violations = Conformance.difference(workload, compared.corrected(), stack, faults).stream().toList();
        }
        return new ExploreTrial(workload, run, explorer, image, violations);
    }

    /**
     * For defects that no power failure shows.
     *
     * @param corrected the same with the corrected target
     * @param tableRefused by the other one alone, so that nothing can be run
     */
    record Comparison(Stack corrected, boolean tableRefused) {}

    boolean holds() {
        return violations.isEmpty();
    }
}
