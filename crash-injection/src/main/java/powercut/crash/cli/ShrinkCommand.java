package powercut.crash.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import powercut.crash.BadInputException;
import powercut.crash.explore.Violation;
import powercut.crash.report.Bundle;
import powercut.crash.report.JsonText;
import powercut.crash.report.Page;
import powercut.crash.run.Op;
import powercut.crash.run.Workload;
import powercut.crash.shrink.Candidate;
import powercut.crash.shrink.Shrinker;
import powercut.crash.shrink.Shrinker.Limits;
import powercut.crash.shrink.Shrinker.Shrunk;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Schedule;

/** Finds the least of a run that still shows a violation of the same kind. */
@Command(name = "shrink", sortOptions = false,
        description = "Leave out of a run whatever its violation does not need.",
        footer = {"", "Example:",
            "  powercut explore writecache-ssd --as-published WC-04 --ops 200 --out found",
            "  powercut shrink found --out shrunk"})
final class ShrinkCommand implements Callable<Integer> {
    private static final int SEEDS_DEFAULT = 40;
    private static final int SEEDS_MAX = 100_000;
    private static final int OPS_OF_SEED = 10; // a candidate of so many operations or fewer is tried under all seeds
    private static final long OPS_IN_ALL_MAX = 200_000;
    private static final int OPS_SHOWN_MAX = 20;

    private final Terminal terminal;

    @Parameters(paramLabel = "BUNDLE", description = "A bundle that powercut explore wrote.")
    private Path bundle;

    @Option(names = "--seeds", paramLabel = "N",
            description = "Try each candidate under up to N seeds; long ones under fewer. Default: ${DEFAULT-VALUE}.")
    private int seeds = SEEDS_DEFAULT;

    @Option(names = "--json", description = "Print the result as JSON, and nothing else.")
    private boolean json;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where the bundle of the shrunk run goes. Default: powercut-bundle-HASH, here.")
    private Path out;

    ShrinkCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException, TableException, TargetException {
        long started = terminal.nanoTime().getAsLong();
        checkOptions();
        BundledRun run = BundledRun.read(terminal.workingDirectory().resolve(bundle));
        Violation shown = shown(run);
        Page page = new Page();
        page.item("bundle", bundle.getFileName() + ": " + Page.count(run.workload().ops().size(), "operation") + ", "
                + shown.kind());
        terminal.out().print(json ? "" : page);
        ShrinkOracle oracle = new ShrinkOracle(run.described(), shown);
        Limits limits = new Limits(shown.kind() == Violation.Kind.DIFFERENCE ? 1 : seeds, (long) OPS_OF_SEED * seeds,
                OPS_IN_ALL_MAX);
        Shrunk shrunk = new Shrinker((candidate, seed) -> {
            terminal.progress("running " + Page.count(candidate.ops().size(), "operation"));
            return oracle.shows(candidate, seed);
        }, limits, run.setup().blockSectors()).shrink(new Candidate(run.workload().ops(), run.described().faults()),
                run.described().seed());
        return finish(run, limits, shrunk, explored(run, oracle, shrunk), started);
    }

    private void checkOptions() throws BadInputException {
        if (seeds < 1 || seeds > SEEDS_MAX) {
            throw new BadInputException("--seeds " + seeds + ": expected 1 to " + SEEDS_MAX);
        }
        if (out != null) {
            Bundle.requireWritable(out);
            if (isSame(out, bundle)) {
                throw new BadInputException("--out " + out + ": is the bundle that is shrunk, expected another name");
            }
        }
    }

    private static boolean isSame(Path one, Path other) throws BadInputException {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new BadInputException(one + ": cannot be compared with " + other);
        }
    }

    /** What the run shows first; it is what the bundle is about. */
    private Violation shown(BundledRun run) throws BadInputException, TableException, TargetException {
        terminal.progress("running " + Page.count(run.workload().ops().size(), "operation"));
        ExploreTrial trial = ExploreTrial.of(run.described().withFirstOnly(), run.setup(), run.workload(),
                point -> terminal.progress("crash point " + point));
        terminal.clearProgress();
        if (trial.holds()) {
            throw new BadInputException(bundle + ": its run holds, so there is nothing to shrink; the bundle has been"
                    + " changed, or what it shows has been mended");
        }
        if (!BundledRun.words(trial.violations().get(0)).equals(run.shown())) {
            throw new BadInputException(bundle + ": its run shows another violation than the one that it is about;"
                    + " the bundle has been changed, or another version wrote it; run its command.txt for a new one");
        }
        return trial.violations().get(0);
    }

    /** What is left, explored as the bundle's run was; without a schedule if it shows the violation so. */
    private ExploredRun explored(BundledRun run, ShrinkOracle oracle, Shrunk shrunk)
            throws BadInputException, TableException, TargetException {
        RunDescription described = run.described().withFaults(shrunk.candidate().faults()).withSeed(shrunk.seed());
        if (oracle.withSchedule(Schedule.FIRST).shows(shrunk.candidate(), shrunk.seed())) {
            described = described.withSchedule(Schedule.FIRST);
        }
        RunSetup setup = described.setUp();
        Workload workload = new Workload(shrunk.candidate().ops());
        String origin = workload.ops().size() > OPS_SHOWN_MAX ? "" : ": " + workload.ops().stream().map(Op::toString)
                .collect(Collectors.joining("; "));
        return new ExploredRun(described, setup, ExploreTrial.of(described, setup, workload, point -> { }), origin,
                described.command("--workload " + BundledRun.WORKLOAD_FILE));
    }

    private int finish(BundledRun run, Limits limits, Shrunk shrunk, ExploredRun explored, long started)
            throws BadInputException {
        terminal.clearProgress();
        RunReport report = explored.report();
        if (json) {
            report.writeBundle(terminal, out);
            terminal.out().print(json(run, shrunk, explored, report));
            return ExitCode.VIOLATION;
        }
        Page page = new Page();
        page.item("shrunk", "to " + Page.count(shrunk.candidate().ops().size(), "operation") + ": "
                + Page.count(shrunk.candidates(), "candidate") + ", each under up to "
                + Page.count(limits.seeds(), "seed") + ", " + Page.count(shrunk.runs(), "run") + ", "
                + (shrunk.cut() ? "not minimal: stopped after " + OPS_IN_ALL_MAX + " operations"
                        : "none of the operations can be left out"));
        page.emptyLine();
        terminal.out().print(page + explored.header() + "\n");
        return report.finish(terminal, false, out, started);
    }

    private static String json(BundledRun run, Shrunk shrunk, ExploredRun explored, RunReport report) {
        return JsonText.compact(json -> {
            json.writeStartObject();
            json.writeStringField("kind", explored.trial().violations().get(0).kind().toString());
            json.writeNumberField("operationsBefore", run.workload().ops().size());
            json.writeNumberField("operations", shrunk.candidate().ops().size());
            json.writeBooleanField("minimal", !shrunk.cut());
            json.writeNumberField("candidates", shrunk.candidates());
            json.writeNumberField("runs", shrunk.runs());
            json.writeArrayFieldStart("workload");
            for (Op op : shrunk.candidate().ops()) {
                json.writeString(op.toString());
            }
            json.writeEndArray();
            json.writeStringField("run", explored.command());
            json.writeFieldName("result");
            json.writeRawValue(report.json().strip());
            json.writeEndObject();
        });
    }
}
