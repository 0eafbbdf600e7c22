package powercut.crash.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.crash.explore.Funnel;
import powercut.crash.explore.Stack;
import powercut.crash.run.Explored;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TargetTypes;
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
            runs.add(Explored.run(stack, List.of(), Workload.random(seed, OPS, subject.shape()), pool, seed));
            pools.add(pool);
        }
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        double[] perSecond = new double[ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long begun = cpu.getCurrentThreadCpuTime();
            long recoveries = 0;
            for (int i = 0; i < RUNS; i++) {
                Funnel funnel = Explored.crash(runs.get(i), stack, pools.get(i), false).funnel();
                recoveries += funnel.recoveries();
                if (!funnel.holds()) {
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
