package powercut.crash.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import powercut.crash.BadInputException;
import powercut.crash.report.Bundle;
import powercut.crash.report.Page;
import powercut.crash.run.Workload;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Schedule;

/** Runs the reference and crashes it everywhere. */
@Command(name = "explore", sortOptions = false,
        description = "Run a target on simulated disks and crash it everywhere.",
        footer = {"", "Examples:",
            "  powercut explore writecache-ssd --ops 200 --seed 1",
            "  powercut explore writecache-ssd --as-published WC-03"})
final class ExploreCommand implements Callable<Integer> {
    private static final int OPS_DEFAULT = 200;
    private static final int OPS_MAX = 1_000_000;
    private static final int SEEDS_MAX = 100_000;
    private static final int SEEDS_OF_EXHIBIT = 200;

    private final Terminal terminal;

    @Parameters(paramLabel = "TARGET",
            description = "What to run: writecache-ssd or writecache-pmem, dm-writecache in either mode; or writeboost,"
                    + " writeboost-order8, writeboost-order9, writeboost-order11.")
    private String target;

    @Option(names = "--ops", paramLabel = "N",
            description = "Length of a random workload. Default: " + OPS_DEFAULT + ".")
    private Integer ops;

    @Option(names = "--workload", paramLabel = "FILE",
            description = "Run this workload instead; one operation a line, such as \"write 8 8 fua\" or \"flush &\".")
    private Path workloadFile;

    @Option(names = "--seed", paramLabel = "S",
            description = "Decides the random workload, the schedule, and what power failures in the workload leave. "
                    + "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--seeds", paramLabel = "N",
            description = "Try up to N seeds, from --seed on, until one shows a violation. Default: 1, and "
                    + SEEDS_OF_EXHIBIT + " for a published defect's own workload.")
    private Integer seeds;

    @Option(names = "--schedule", paramLabel = "random|pct|first",
            description = "How tasks and completions interleave; pct is for rare orders, first for none. "
                    + "Default: that of a published defect's own workload, else random.")
    private Schedule schedule;

    @Option(names = "--as-published", paramLabel = "ID",
            description = "Put a published defect back, and run its own workload where none is given; see powercut"
                    + " defects.")
    private String defectId;

    @Option(names = "--table", paramLabel = "TABLE", description = "Another table over the same disks.")
    private String tableText;

    @Option(names = "--disk", paramLabel = "DEVICE:OPTIONS",
            description = "What a disk is like: block=BYTES, no-volatile-cache, lying-flush; separated by commas."
                    + " Persistent memory: asynchronous.")
    private List<String> diskWords = List.of();

    @Option(names = "--fault", paramLabel = "DEVICE:WORDS",
            description = "A fault of a disk while the workload runs, such as \"cache:error_writes@3\" or"
                    + " \"cache:poison 64\". Operations may fail then; what is acknowledged must hold.")
    private List<String> faultWords = List.of();

    @Option(names = "--first", description = "Stop at the first crash point with a violation.")
    private boolean firstOnly;

    @Option(names = "--json", description = "Print the result as JSON, and nothing else.")
    private boolean json;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where the bundle of a violation goes. Default: powercut-bundle-HASH, here.")
    private Path out;

    ExploreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException, TableException, TargetException {
        long started = terminal.nanoTime().getAsLong();
        PublishedDefect defect = Targets.defect(defectId);
        checkOptions();
        Exhibit exhibit = exhibit(defect);
        RunDescription described = describe(exhibit);
        RunSetup setup = described.setUp();
        long lastSeed = seed + (seeds != null ? seeds : exhibit != null ? SEEDS_OF_EXHIBIT : 1) - 1;
        ExploreTrial trial = trial(described, setup, exhibit);
        while (trial.holds() && described.seed() < lastSeed) {
            described = described.withSeed(described.seed() + 1);
            trial = trial(described, setup, exhibit);
        }
        ExploredRun explored = new ExploredRun(described, setup, trial, origin(exhibit), command(described, exhibit));
        terminal.out().print(json ? "" : explored.header() + "\n");
        return explored.report().finish(terminal, json, out, started);
    }

    /** The defect's own run, if the command says of none what it is; else null. */
    private Exhibit exhibit(PublishedDefect defect) {
        boolean told = ops != null || workloadFile != null || tableText != null || !diskWords.isEmpty()
                || !faultWords.isEmpty();
        return defect == null || told ? null
                : defect.exhibit().filter(run -> run.subject().equals(target)).orElse(null);
    }

    private RunDescription describe(Exhibit exhibit) {
        Schedule chosen = schedule != null ? schedule : exhibit != null ? exhibit.schedule() : Schedule.RANDOM;
        return exhibit == null
                ? new RunDescription(target, tableText, diskWords, faultWords, defectId, chosen, seed, firstOnly)
                : new RunDescription(target, exhibit.table().isEmpty() ? null : exhibit.table(), exhibit.disks(),
                        exhibit.faults(), defectId, chosen, seed, firstOnly);
    }

    private ExploreTrial trial(RunDescription described, RunSetup setup, Exhibit exhibit)
            throws BadInputException, TableException, TargetException {
        Workload workload = workload(setup, described.seed(), exhibit);
        terminal.progress("seed " + described.seed() + ", running " + Page.count(workload.ops().size(), "operation"));
        return ExploreTrial.of(described, setup, workload, point -> terminal.progress("crash point " + point));
    }

    private String origin(Exhibit exhibit) {
        return exhibit != null ? ", the defect's own: " + String.join("; ", exhibit.ops())
                : workloadFile == null ? ", random" : " of " + workloadFile.getFileName();
    }

    private String command(RunDescription described, Exhibit exhibit) {
        if (exhibit != null) { // the id says the rest
            return new RunDescription(target, null, List.of(), List.of(), defectId, described.schedule(),
                    described.seed(), firstOnly).command("");
        }
        return described.command(workloadFile == null ? "--ops " + opsOrDefault()
                : "--workload " + Shell.quote(workloadFile.toString()));
    }

    private void checkOptions() throws BadInputException {
        if (ops != null && workloadFile != null) {
            throw new BadInputException("--ops and --workload: expected one of them");
        }
        if (ops != null && (ops < 1 || ops > OPS_MAX)) {
            throw new BadInputException("--ops " + ops + ": expected 1 to " + OPS_MAX);
        }
        if (seeds != null && (seeds < 1 || seeds > SEEDS_MAX)) {
            throw new BadInputException("--seeds " + seeds + ": expected 1 to " + SEEDS_MAX);
        }
        if (out != null) {
            Bundle.requireWritable(out);
        }
    }

    private Workload workload(RunSetup setup, long ofSeed, Exhibit exhibit) throws BadInputException {
        if (exhibit != null) {
            return Workload.parse(String.join("\n", exhibit.ops()), defectId);
        }
        if (workloadFile == null) {
            return Workload.random(ofSeed, opsOrDefault(), setup.shape());
        }
        return WorkloadFile.read(workloadFile, setup);
    }

    private int opsOrDefault() {
        return ops == null ? OPS_DEFAULT : ops;
    }
}
