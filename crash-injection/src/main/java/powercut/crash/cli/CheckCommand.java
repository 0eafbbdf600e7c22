package powercut.crash.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import powercut.crash.BadInputException;
import powercut.crash.contract.LogCheck;
import powercut.crash.contract.Promises;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.TaggedPromises;
import powercut.crash.contract.TopLogPromises;
import powercut.crash.contract.Words;
import powercut.crash.contract.WritecacheReasons;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogLimits;
import powercut.crash.log.SharedMarks;
import powercut.crash.report.Bundle;
import powercut.crash.report.CrashImage;
import powercut.crash.report.Coverage;
import powercut.crash.report.Findings;
import powercut.crash.report.Origins;
import powercut.crash.report.Page;
import powercut.crash.values.ContentPool;
import powercut.dm.PublishedDefect;
import powercut.dm.Table;
import powercut.dm.TableException;

/** Holds a real driver's recorded I/O to its promises. */
@Command(name = "check", sortOptions = false, description = "Hold a real driver's recorded I/O to what it promised.",
        footer = {"", "Example:",
            "  powercut check --table \"0 32768 writecache s log@0+32768 log@32768 4096 0\" \\",
            "      --log bottom.dmlw.gz --contract top:top.dmlw.gz",
            "  powercut check --table \"0 32768 writecache s origin@0+32768 cache@0 4096 0\" \\",
            "      --log origin=origin.dmlw --log cache=cache.dmlw --contract top:top.dmlw"})
final class CheckCommand implements Callable<Integer> {
    private static final String TAGS = "tags";
    private static final String TOP = "top:";
    private static final String TABLE_FILE = "table.txt";
    private static final int PROGRESS_ENTRIES = 16; // from one report of progress to the next

    private static final String ORDER_NOTE = "order between the logs unknown: between two marks every order of what"
            + " the devices did is covered; a violation at a mark is one in every order, any other in some order";

    private static final String ORDER_DECIDES = "; another order of the logs' entries breaks no promise, and which it"
            + " was they do not tell";

    private final Terminal terminal;
    private LogOptions options;

    @Option(names = "--table", required = true, paramLabel = "TABLE",
            description = "The dmsetup table of the driver; log@START+SECTORS is a slice of the logged disk, "
                    + "log@START goes to its end; DEVICE@START+SECTORS of the disk that --log DEVICE=LOG is about.")
    private String tableText;

    @Option(names = "--log", required = true, paramLabel = "[DEVICE=]LOG",
            description = "What the driver did: a dm-log-writes log recorded below it, gzip or not. Once for each"
                    + " device if each has a log of its own; they must have the same marks.")
    private List<String> logWords;

    @Option(names = "--contract", paramLabel = "top:LOG|tags",
            description = "What was promised: a log recorded above the driver with the same marks, or the tags of the"
                    + " workload in the marks w:BLOCK:GENERATION and f:GENERATION."
                    + " Default: tags, if the log has such marks.")
    private String contract;

    @Option(names = "--as-published", paramLabel = "ID",
            description = "Recover with a published defect put back; see powercut defects.")
    private String defectId;

    @Option(names = "--json", description = "Print the result as JSON, and nothing else.")
    private boolean json;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where the bundle of a violation goes. Default: powercut-bundle-HASH, here.")
    private Path out;

    @Option(names = "--max-log-bytes", paramLabel = "N",
            description = "How large a log may be when unpacked. Default: ${DEFAULT-VALUE}.")
    private long maxLogBytes = LogLimits.DEFAULT_LOG_BYTES;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException, TableException {
        long started = terminal.nanoTime().getAsLong();
        Table table = Table.parse(tableText);
        PublishedDefect defect = Targets.defect(defectId);
        checkOptions();
        ContentPool pool = new ContentPool();
        options = new LogOptions(logWords);
        SharedMarks logs = new SharedMarks(options.read(pool, maxLogBytes));
        DmLog top = isTop() ? LogOptions.read(topFile(), pool, maxLogBytes) : null;
        Stack stack = LoggedStack.of(table, Targets.types(defect), logs.logs(), pool);
        StackTrial.requireLoadable(stack);
        Promises promises = promises(table, logs, top, pool);
        List<String> notes = notes(logs, top);
        String header = header(stack, logs, top, defect, notes);
        terminal.out().print(json ? "" : header + "\n");

        Words words = new Words(new Provenance(promises.sources()), new WritecacheReasons(stack, pool));
        CrashImage image = new CrashImage(words, stack, pool);
        CrashExplorer explorer = new CrashExplorer(stack, pool, Bounds.DEFAULT, image);
        LogCheck check = new LogCheck(logs, promises, explorer,
                stack.disks().stream().map(Stack.Disk::options).toList());
        check.run(this::showProgress);
        Findings findings = new Findings(Coverage.of(explorer.funnel(), false), explorer.funnel().violations(), notes);
        return new RunReport(findings, header, verdict(check, findings), Origins.ofLogs(logs.logs()), image,
                this::addInputs, command()).finish(terminal, json, out, started);
    }

    private void checkOptions() throws BadInputException {
        if (contract != null && !contract.equals(TAGS) && !(isTop() && contract.length() > TOP.length())) {
            throw new BadInputException("--contract " + contract + ": expected tags or top:LOG");
        }
        if (maxLogBytes <= 0) {
            throw new BadInputException("--max-log-bytes " + maxLogBytes + ": expected at least 1");
        }
        if (out != null) {
            Bundle.requireWritable(out);
        }
    }

    private boolean isTop() {
        return contract != null && contract.startsWith(TOP);
    }

    private Path topFile() {
        return Path.of(contract.substring(TOP.length()));
    }

    private Promises promises(Table table, SharedMarks logs, DmLog top, ContentPool pool) throws BadInputException {
        if (top != null) {
            return new TopLogPromises(top, table.sectors());
        }
        DeviceLog first = logs.logs().get(0); // the marks of all are the same
        if (contract == null && first.log().entries().stream()
                .noneMatch(entry -> entry.isMark() && entry.mark().startsWith("w:"))) {
            throw new BadInputException("--contract is missing and " + options.all().get(0).file()
                    + " has no marks w:BLOCK:GENERATION;"
                    + " expected --contract top:LOG with a log recorded above the driver");
        }
        return new TaggedPromises(first.log(), pool, table.sectors());
    }

    private static List<String> notes(SharedMarks logs, DmLog top) {
        List<String> notes = new ArrayList<>();
        if (logs.logs().size() > 1) {
            notes.add(ORDER_NOTE);
        }
        for (DeviceLog log : logs.logs()) {
            String prefix = logs.logs().size() > 1 ? log.device() + ": " : "";
            log.log().warnings().forEach(warning -> notes.add(prefix + warning));
        }
        if (top != null) {
            top.warnings().forEach(warning -> notes.add("contract: " + warning));
        }
        return notes;
    }

    private String header(Stack stack, SharedMarks logs, DmLog top, PublishedDefect defect, List<String> notes) {
        Page page = new Page();
        for (int i = 0; i < logs.logs().size(); i++) {
            DeviceLog log = logs.logs().get(i);
            page.item("log", log.title() + ": " + log.log().entries().size() + " entries, "
                    + Page.count(logs.count(), "mark") + ", a disk of at least " + stack.disks().get(i).sectors()
                    + " sectors");
        }
        page.item("table", stack.table().toString());
        page.item("contract", top == null ? "the tags of the workload"
                : top.name() + ": " + top.entries().size() + " entries");
        if (defect != null) {
            page.item("published", defect.id() + ": " + defect.title());
        }
        notes.forEach(note -> page.item("note", note));
        return page.toString();
    }

    private static String verdict(LogCheck check, Findings findings) {
        return Page.count(check.marks(), "mark") + " checked, "
                + (check.marksViolated() == 0 ? "none" : check.marksViolated()) + " with a violation"
                + (findings.holds() || !check.someOrderHolds() ? "" : ORDER_DECIDES);
    }

    private void showProgress(int entry, int entries) {
        if (entry % PROGRESS_ENTRIES == 0) {
            terminal.progress("entry " + entry + " of " + entries);
        }
    }

    private Bundle addInputs(Bundle bundle) {
        bundle.text(TABLE_FILE, tableText.strip() + "\n");
        options.all().forEach(option -> bundle.copy(option.nameInBundle(), option.file()));
        return isTop() ? bundle.copy(topInBundle(), topFile()) : bundle;
    }

    /** Run in the bundle's directory, with the script on the path. */
    private String command() {
        return "powercut check --table \"$(cat " + TABLE_FILE + ")\" "
                + options.all().stream().map(LogOptions.Named::optionInBundle).collect(Collectors.joining(" "))
                + " --contract " + Shell.quote(isTop() ? TOP + topInBundle() : TAGS)
                + (defectId == null ? "" : " --as-published " + defectId)
                + (maxLogBytes == LogLimits.DEFAULT_LOG_BYTES ? "" : " --max-log-bytes " + maxLogBytes);
    }

    private String topInBundle() {
        return "contract-" + topFile().getFileName();
    }
}
