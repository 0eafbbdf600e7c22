package powercut.properties;

import java.util.List;
import java.util.stream.Collectors;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.run.Op;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.runtime.Schedule;

/**
 * All that a run depends on. The same scenario is the same run, bit for bit.
 *
 * @param ops positions and lengths in blocks of the machine
 * @param schedule which of the schedulers
 * @param seed of the schedule, and of the crash state that a power failure in the middle leaves
 */
record Scenario(Machine machine, List<Op> ops, Schedule schedule, long seed) {
    /** What came of a scenario. */
    record Outcome(WorkloadRun run, CrashExplorer explorer, List<Violation> violations) {}

    Workload workload() {
        int scale = machine.blockSectors();
        return new Workload(ops.stream()
                .map(op -> new Op(op.kind(), op.sector() * scale, op.sectors() * scale, op.preflush(), op.fua(),
                        op.async(), op.message()))
                .toList());
    }

    /** Runs it with {@code writecache} as the target, and crashes the run at all of its crash points. */
    Outcome explore(TargetType writecache) {
        Stack stack = machine.stack(writecache);
        ContentPool pool = new ContentPool();
        WorkloadRun run = new WorkloadRun(workload(), stack, pool, schedule.chooser(seed, ops.size()), seed);
        try {
            run.run();
        } catch (TableException | TargetException e) {
            throw new IllegalStateException(e.getMessage() + "\n" + this);
        }
        Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
        CrashExplorer explorer = new CrashExplorer(stack, pool, Bounds.DEFAULT, words);
        RunExplorer runExplorer = new RunExplorer(run, stack, explorer, words);
        runExplorer.explore(true);
        return new Outcome(run, explorer, runExplorer.violations());
    }

    /** The arguments of {@code powercut} that run it again, its workload being in {@code file}. */
    List<String> command(String file) {
        return List.of("explore", machine.subject(), "--workload", file, "--seed", Long.toString(seed), "--schedule",
                schedule.toString(), "--table", machine.table());
    }

    /** Everything needed to see the run again, and how. */
    String reproduction() {
        String command = command("W").stream().map(word -> word.contains(" ") ? '"' + word + '"' : word)
                .collect(Collectors.joining(" "));
        return "to see it again, put the workload into a file W and run\npowercut " + command + "\n" + this;
    }

    @Override
    public String toString() {
        return "workload W:\n" + workload();
    }
}
