package powercut.crash.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.CrashExplorer.Bounds;
import powercut.crash.explore.Stack;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writecache.WritecacheType;

/**
 * How many recoveries, each with the full check of every sector, one core does in a second of CPU time on the small
 * image of {@code explore writecache-ssd}. CPU time of the one thread, because machines are shared. A main, not a test:
 * figures depend on the machine. crash-injection/README.md says how to run it.
 */
public final class RecoveryBenchmark {
    private static final int OPS = 200;
    private static final int RUNS = 20; // workloads explored in one round
    private static final int ROUNDS = 15;
    private static final int WARM_UP_ROUNDS = 5;

    private RecoveryBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Subject subject = Subjects.WRITECACHE_SSD;
        Stack stack = subject.stack(new TargetTypes(new WritecacheType()));
        List<WorkloadRun> runs = new ArrayList<>();
        List<ContentPool> pools = new ArrayList<>();
        for (long seed = 1; seed <= RUNS; seed++) {
            ContentPool pool = new ContentPool();
            WorkloadRun run = new WorkloadRun(Workload.random(seed, OPS, subject.shape()), stack, pool,
                    new RandomChooser(seed), seed);
            run.run();
            runs.add(run);
            pools.add(pool);
        }
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        double[] perSecond = new double[ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long begun = cpu.getCurrentThreadCpuTime();
            long recoveries = 0;
            for (int i = 0; i < RUNS; i++) {
                Words words = new Words(new Provenance(List.of()), Words.Reasons.NONE);
                CrashExplorer explorer = new CrashExplorer(stack, pools.get(i), Bounds.DEFAULT, words);
                new RunExplorer(runs.get(i), stack, explorer, words).explore(false);
                recoveries += explorer.funnel().recoveries();
                if (!explorer.funnel().holds()) {
                    throw new IllegalStateException("the reference must hold, seed " + (i + 1));
                }
            }
            if (round >= 0) {
                perSecond[round] = recoveries / ((cpu.getCurrentThreadCpuTime() - begun) / 1e9);
            }
        }
        Arrays.sort(perSecond);
        System.out.printf("recoveries with full checking per second of CPU time:"
                        + " median %.0f, from %.0f to %.0f over %d rounds%n",
                perSecond[ROUNDS / 2], perSecond[0], perSecond[ROUNDS - 1], ROUNDS);
    }
}
