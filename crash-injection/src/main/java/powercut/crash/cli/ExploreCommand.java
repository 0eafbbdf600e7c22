package powercut.crash.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import powercut.crash.BadInputException;
import powercut.crash.cli.ExploreTrial.Comparison;
import powercut.crash.explore.Stack;
import powercut.crash.report.Bundle;
import powercut.crash.report.Coverage;
import powercut.crash.report.Findings;
import powercut.crash.report.IoErrors;
import powercut.crash.report.JsonText;
import powercut.crash.report.Origins;
import powercut.crash.report.Page;
import powercut.crash.run.DiskFault;
import powercut.crash.run.Op;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.CaughtBy;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Layer;
import powercut.dm.TableException;
import powercut.dm.TargetException;

/** Runs the reference and crashes it everywhere. */
@Command(name = "explore", sortOptions = false,
        description = "Run a target on simulated disks and crash it everywhere.",
        footer = {"", "Examples:",
            "  powercut explore writecache-ssd --ops 200 --seed 1",
            "  powercut explore writecache-ssd --as-published WC-03"})
final class ExploreCommand implements Callable<Integer> {
    private static final int OPS_DEFAULT = 200;
    private static final int OPS_MAX = 1_000_000;
    private static final int WORKLOAD_BYTES_MAX = 64 << 20; // a million operations are less
    private static final int SEEDS_MAX = 100_000;
    private static final int SEEDS_OF_EXHIBIT = 200;
    private static final String WORKLOAD_FILE = "workload.txt";
    private static final String TABLE_FILE = "table.txt";

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
                    + "Default: ${DEFAULT-VALUE}.")
    private Schedule schedule = Schedule.RANDOM;

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

    private Exhibit exhibit; // the published defect's own run, where it is what runs; else null

    ExploreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException, TableException, TargetException {
        long started = terminal.nanoTime().getAsLong();
        PublishedDefect defect = Targets.defect(defectId);
        checkOptions();
        exhibit = exhibit(defect);
        Subject subject = subject();
        Stack stack = subject.stack(Targets.types(subject.order(), defect));
        List<DiskFault> faults = new ArrayList<>();
        for (String words : exhibit == null ? faultWords : exhibit.faults()) {
            faults.add(DiskFault.parse(words, stack));
        }
        Comparison compared = compared(subject, stack, defect);
        boolean runs = compared == null || !compared.tableRefused();
        int blockSectors = StackTrial.requireLoadable(runs ? stack : compared.corrected());
        long lastSeed = seed + (seeds != null ? seeds : exhibit != null ? SEEDS_OF_EXHIBIT : 1) - 1;
        ExploreTrial trial = trial(subject, stack, faults, blockSectors, compared);
        while (trial.holds() && seed < lastSeed) {
            seed++;
            trial = trial(subject, stack, faults, blockSectors, compared);
        }
        WorkloadRun run = trial.run();
        Workload workload = trial.workload();
        List<String> notes = notes(run, defect);
        String header = header(subject, stack, workload, defect, faults, notes);
        terminal.out().print(json ? "" : header + "\n");
        boolean stopped = firstOnly && !trial.holds();
        Findings findings = new Findings(Coverage.of(trial.explorer().funnel(), stopped), trial.violations(), notes);
        return new RunReport(findings, header, verdict(run, findings), Origins.ofRun(run, stack), trial.image(),
                bundle -> addInputs(bundle, subject, workload, run), command(WORKLOAD_FILE, subject, faults))
                .finish(terminal, json, out, started);
    }

    /** The defect's own run, if the command says of none what it is. */
    private Exhibit exhibit(PublishedDefect defect) {
        boolean told = ops != null || workloadFile != null || tableText != null || !diskWords.isEmpty()
                || !faultWords.isEmpty();
        return defect == null || told ? null
                : defect.exhibit().filter(run -> run.subject().equals(target)).orElse(null);
    }

    /** What a defect that costs nothing that was promised is compared with; null for others. */
    private static Comparison compared(Subject subject, Stack stack, PublishedDefect defect)
            throws BadInputException, TableException {
        if (defect == null || !defect.isCaughtBy(Layer.CONFORMANCE)) {
            return null;
        }
        Stack corrected = subject.stack(Targets.types(subject.order(), null));
        return new Comparison(corrected, StackTrial.isRefused(stack) && !StackTrial.isRefused(corrected));
    }

    private ExploreTrial trial(Subject subject, Stack stack, List<DiskFault> faults, int blockSectors,
            Comparison compared) throws BadInputException, TableException, TargetException {
        Workload workload = workload(subject, stack.table().sectors(), blockSectors);
        terminal.progress("seed " + seed + ", running " + Page.count(workload.ops().size(), "operation"));
        return ExploreTrial.of(workload, stack, faults, schedule.chooser(seed, workload.ops().size()), seed,
                compared, firstOnly, point -> terminal.progress("crash point " + point));
    }

    private Subject subject() throws BadInputException {
        Subject subject = Subjects.find(target);
        if (exhibit != null && !exhibit.table().isEmpty()) {
            subject = subject.withTable(exhibit.table());
        }
        if (tableText != null) {
            subject = subject.withTable(tableText);
        }
        for (String words : exhibit == null ? diskWords : exhibit.disks()) {
            subject = subject.withDisk(words);
        }
        return subject;
    }

    private List<String> notes(WorkloadRun run, PublishedDefect defect) {
        List<String> notes = new ArrayList<>();
        if (!run.faults().isEmpty()) {
            notes.add(Page.count(run.faultHits(), "bio or load") + " met a fault of "
                    + run.faults().stream().map(DiskFault::toString).collect(Collectors.joining(", "))
                    + "; recoveries ran on disks that work again");
        }
        if (!run.refusals().isEmpty()) {
            int more = run.refusals().size() - 1;
            notes.add("refused: " + run.refusals().get(0)
                    + (more == 0 ? "" : "; and " + Page.count(more, "other operation")));
        }
        if (defect != null && defect.exhibit().isPresent() && !defect.exhibit().get().subject().equals(target)) {
            notes.add("the run that shows " + defect.id() + " is of another target: powercut explore "
                    + defect.exhibit().get().subject() + " --as-published " + defect.id());
        }
        if (defect != null && !defect.isCaughtBy(Layer.EXPLORE)) {
            notes.add(defect.id() + " is none that a power failure shows; it is caught by "
                    + defect.caughtBy().stream().map(CaughtBy::toString).collect(Collectors.joining(", ")));
        }
        return notes;
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

    private Workload workload(Subject subject, long sectors, int blockSectors) throws BadInputException {
        if (exhibit != null) {
            return Workload.parse(String.join("\n", exhibit.ops()), defectId);
        }
        if (workloadFile == null) {
            Workload.Shape shape = new Workload.Shape(sectors, blockSectors, subject.shape().messages(),
                    subject.shape().crashes());
            return Workload.random(seed, opsOrDefault(), shape);
        }
        Workload workload;
        try {
            workload = Workload.parse(workloadText(), workloadFile.toString());
        } catch (IOException e) {
            throw new BadInputException(workloadFile + ": cannot be read as text: " + IoErrors.reason(e));
        }
        for (Op op : workload.ops()) {
            long end = op.sector() + op.sectors();
            boolean empty = op.kind() == Op.Kind.WRITE && op.sectors() == 0;
            if (empty || end > sectors || (op.sector() | op.sectors()) % blockSectors != 0) {
                throw new BadInputException(workloadFile + ": \"" + op + "\" does not fit, expected whole blocks of "
                        + Page.count(blockSectors, "sector") + " within " + sectors);
            }
        }
        return workload;
    }

    private String workloadText() throws BadInputException, IOException {
        try (InputStream in = Files.newInputStream(workloadFile)) {
            byte[] bytes = in.readNBytes(WORKLOAD_BYTES_MAX + 1);
            if (bytes.length > WORKLOAD_BYTES_MAX) {
                throw new BadInputException(workloadFile + ": more than " + WORKLOAD_BYTES_MAX
                        + " bytes, expected one operation a line");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    private int opsOrDefault() {
        return ops == null ? OPS_DEFAULT : ops;
    }

    private String header(Subject subject, Stack stack, Workload workload, PublishedDefect defect,
            List<DiskFault> faults, List<String> notes) {
        Page page = new Page();
        page.item("target", subject.name()
                + (defect == null ? "" : ", as published: " + defect.id() + ", " + defect.title()));
        page.item("table", stack.table().toString());
        for (Stack.Disk disk : stack.disks()) {
            page.item("disk", disk.toString());
        }
        faults.forEach(fault -> page.item("fault", fault.toString()));
        String length = Page.count(workload.ops().size(), "operation");
        page.item("workload", length + (exhibit != null ? ", the defect's own: " + String.join("; ", exhibit.ops())
                : workloadFile == null ? ", random" : " of " + workloadFile.getFileName()));
        page.item("run", command(workloadFile == null ? null : workloadFile.toString(), subject, faults));
        notes.forEach(note -> page.item("note", note));
        return page.toString();
    }

    /** With every option that decides the run, also those that were left to their defaults. */
    private String command(String workload, Subject subject, List<DiskFault> faults) {
        boolean own = exhibit != null && workload == null; // the id says it all
        List<String> disks = exhibit == null || own ? diskWords : exhibit.disks();
        boolean otherTable = tableText != null || exhibit != null && !exhibit.table().isEmpty();
        return "powercut explore " + target
                + (own ? "" : workload == null ? " --ops " + opsOrDefault() : " --workload " + Shell.quote(workload))
                + " --seed " + seed + " --schedule " + schedule
                + (defectId == null ? "" : " --as-published " + defectId)
                + (own || !otherTable ? "" : " --table " + Shell.quote(subject.tableText()))
                + disks.stream().map(words -> " --disk " + Shell.quote(words)).collect(Collectors.joining())
                + (own ? "" : faults.stream().map(fault -> " --fault " + Shell.quote(fault.toString()))
                        .collect(Collectors.joining()))
                + (firstOnly ? " --first" : "");
    }

    private static String verdict(WorkloadRun run, Findings findings) {
        return Page.count(run.opsBegun(), "operation") + ", " + Page.count(run.sessions().size(), "power cycle") + ", "
                + (run.faults().isEmpty() ? "" : run.faultHits() + " times a fault, ")
                + (findings.holds() ? "every promise kept" : Page.count(findings.violations().size(), "violation"));
    }

    private static Bundle addInputs(Bundle bundle, Subject subject, Workload workload, WorkloadRun run) {
        return bundle.text(TABLE_FILE, subject.tableText().strip() + "\n")
                .text(WORKLOAD_FILE, workload.toString())
                .text("choices.json", choices(run));
    }

    /** One list for each power cycle. */
    private static String choices(WorkloadRun run) {
        return JsonText.compact(json -> {
            json.writeStartArray();
            for (int[] session : run.choices()) {
                json.writeArray(session, 0, session.length);
            }
            json.writeEndArray();
        });
    }
}
