package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import powercut.block.DiskOptions;
import powercut.crash.BadInputException;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.values.ContentPool;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.Chooser;
import powercut.runtime.ExhaustiveChooser;

/**
 * One small scenario on a writecache device whose disks fail: each kind of fault at each operation of each disk, once
 * and from there on for good, each under all schedules within two bounds; every run is crashed everywhere.
 *
 * <p>The schedules: all that differ from the quiet one in the first choices of the run, and all that differ from it in
 * the first choices after the fault has hit, with a number of preemptions each.
 */
final class FaultCampaign {
    private static final List<String> KINDS =
            List.of("error_reads", "error_writes", "error_after_writes", "error_flushes");
    private static final int ORIGIN_SECTORS = 4;
    private static final Bounds BOUNDS = new Bounds(2, 100_000);

    private final Workload workload;
    private final Stack stack;
    private final Schedules schedules;
    private final ContentPool pool = new ContentPool();
    private final Words words;
    private final CrashExplorer explorer;
    private final Set<String> crashed = new HashSet<>(); // fingerprints of runs; only looked up
    private int placements;
    private long runs;

    /**
     * Which schedules.
     *
     * @param preemptions how often per run
     * @param fromStart choices from the beginning of the run
     * @param fromFault choices from the first bio on that the fault hits
     */
    record Schedules(int preemptions, int fromStart, int fromFault) {}

    /**
     * What was covered.
     *
     * @param placements fault and operation that it hit
     * @param runs schedules of all placements together
     * @param histories different ones among the runs, each crashed everywhere
     * @param crashPoints of these
     */
    record Covered(int placements, long runs, int histories, int crashPoints) {}

    /** @param options of the table line, with their count */
    FaultCampaign(TargetType type, int cacheBlocks, String options, Workload workload, Schedules schedules)
            throws TableException, BadInputException {
        this.workload = workload;
        this.schedules = schedules;
        stack = new Subject("campaign", "0 " + ORIGIN_SECTORS + " writecache s origin cache 512 " + options,
                List.of(new Stack.Disk("origin", ORIGIN_SECTORS, DiskOptions.DEFAULT),
                        new Stack.Disk("cache", 1 + cacheBlocks, DiskOptions.DEFAULT)),
                new Workload.Shape(ORIGIN_SECTORS, 1, List.of(), false)).stack(new TargetTypes(type));
        words = new Words(new Provenance(List.of()), Words.Reasons.NONE);
        explorer = new CrashExplorer(stack, pool, BOUNDS, words);
    }

    /** Runs it all; fails at the first broken promise, wrong read or hang. */
    Covered run() throws BadInputException, TableException, TargetException {
        for (Stack.Disk disk : stack.disks()) {
            for (String kind : KINDS) {
                runEachCount(disk.name() + ":" + kind + "@%d");
                runEachCount(disk.name() + ":" + kind + "@%d-1000000000");
            }
        }
        assertThat(explorer.funnel().exhaustive()).isTrue();
        return new Covered(placements, runs, crashed.size(), explorer.funnel().crashPoints());
    }

    /** Operation 1, 2, 3 and so on, until no run has that many. */
    private void runEachCount(String form) throws BadInputException, TableException, TargetException {
        boolean hit = true;
        for (int count = 1; hit; count++) {
            DiskFault fault = DiskFault.parse(String.format(form, count), stack);
            hit = runAll(fault, true) | runAll(fault, false);
            placements += hit ? 1 : 0;
        }
    }

    private boolean runAll(DiskFault fault, boolean fromStart) throws TableException, TargetException {
        boolean hit = false;
        ExhaustiveChooser all = new ExhaustiveChooser(schedules.preemptions(),
                fromStart ? schedules.fromStart() : schedules.fromFault());
        while (all.nextRun()) {
            WorkloadRun[] current = new WorkloadRun[1];
            Chooser chooser = alternatives ->
                    fromStart || current[0].faultHits() > 0 ? all.choose(alternatives) : 0;
            WorkloadRun run = new WorkloadRun(workload, stack, List.of(fault), pool, chooser, 0);
            current[0] = run;
            run.run();
            if (run.hang() != null || crashed.add(fingerprint(run))) {
                RunExplorer crashes = new RunExplorer(run, stack, explorer, words);
                crashes.explore(true);
                assertThat(crashes.violations()).as("%s, DMERR %s, choices %s, workload\n%s", fault,
                        run.errorLines(), Arrays.toString(run.choices().get(0)), workload).isEmpty();
            }
            hit |= run.faultHits() > 0;
        }
        runs += all.runs();
        return hit;
    }

    /** All that happened. Equal for two runs: the same crash states, so that one exploration is enough. */
    private static String fingerprint(WorkloadRun run) {
        StringBuilder all = new StringBuilder();
        for (IoEvent event : run.sessions().get(0).events()) {
            all.append(event.end() ? event.ok() ? "ok " : "failed " : "").append(event.disk()).append(event.what())
                    .append(Arrays.toString(event.values())).append('\n');
        }
        return all.toString();
    }
}
