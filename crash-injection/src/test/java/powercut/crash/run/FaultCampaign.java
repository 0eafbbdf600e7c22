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
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.fault.Fault;
import powercut.crash.values.ContentPool;
import powercut.dm.TableException;
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
    private static final CrashExplorer.Bounds BOUNDS = new CrashExplorer.Bounds(2, 100_000);

    private final Workload workload;
    private final Stack stack;
    private final Schedules schedules;
    private final ContentPool pool = new ContentPool();
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
        explorer = new CrashExplorer(stack, pool, BOUNDS, new Words(new Provenance(List.of()), Words.Reasons.NONE));
    }

    /** Runs it all; fails at the first broken promise, wrong read or hang. */
    Covered run() throws BadInputException {
        for (int disk = 0; disk < stack.disks().size(); disk++) {
            for (String kind : KINDS) {
                runEachCount(disk, kind + "@%d");
                runEachCount(disk, kind + "@%d-1000000000");
            }
        }
        assertThat(explorer.funnel().exhaustive()).isTrue();
        return new Covered(placements, runs, crashed.size(), explorer.funnel().crashPoints());
    }

    /** Operation 1, 2, 3 and so on, until no run has that many. */
    private void runEachCount(int disk, String form) throws BadInputException {
        boolean hit = true;
        for (int count = 1; hit; count++) {
            Fault fault = Fault.parse(String.format(form, count));
            hit = runAll(disk, fault, true) | runAll(disk, fault, false);
            placements += hit ? 1 : 0;
        }
    }

    private boolean runAll(int disk, Fault fault, boolean fromStart) {
        boolean hit = false;
        ExhaustiveChooser all = new ExhaustiveChooser(schedules.preemptions(),
                fromStart ? schedules.fromStart() : schedules.fromFault());
        while (all.nextRun()) {
            FaultRun[] current = new FaultRun[1];
            Chooser chooser = alternatives ->
                    fromStart || current[0].hits(disk) > 0 ? all.choose(alternatives) : 0;
            current[0] = new FaultRun(workload, stack, pool, chooser, disk, fault);
            FaultRun run = current[0].run();
            if (run.violations().isEmpty() && crashed.add(run.fingerprint())) {
                run.crash(explorer);
            }
            assertThat(run.violations()).as("%s on disk %d, DMERR %s, choices %s, workload\n%s", fault, disk,
                    run.errorLines(), Arrays.toString(run.choices()), workload).isEmpty();
            hit |= run.hits(disk) > 0;
        }
        runs += all.runs();
        return hit;
    }
}
