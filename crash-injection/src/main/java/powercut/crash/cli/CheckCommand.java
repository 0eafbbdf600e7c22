package powercut.crash.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Stack;
import powercut.crash.log.DmLog;
import powercut.crash.log.DmLogWrites;
import powercut.crash.log.LogEntry;
import powercut.crash.log.LogLimits;
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
            "      --log bottom.dmlw.gz --contract top:top.dmlw.gz"})
final class CheckCommand implements Callable<Integer> {
    private static final String TAGS = "tags";
    private static final String TOP = "top:";
    private static final String TABLE_FILE = "table.txt";
    private static final int PROGRESS_ENTRIES = 16; // from one report of progress to the next

    private final Terminal terminal;

    @Option(names = "--table", required = true, paramLabel = "TABLE",
            description = "The dmsetup table of the driver; log@START+SECTORS is a slice of the logged disk, "
                    + "log@START goes to its end.")
    private String tableText;

    @Option(names = "--log", required = true, paramLabel = "LOG",
            description = "What the driver did: a dm-log-writes log recorded below it, gzip or not.")
    private Path logFile;

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
        DmLog log = read(logFile, pool);
        DmLog top = isTop() ? read(topFile(), pool) : null;
        if (log.entries().stream().noneMatch(LogEntry::isMark)) {
            throw new BadInputException(logFile + ": has no marks, so nothing is known to have been acknowledged"
                    + " anywhere in it");
        }
        Stack stack = LoggedStack.of(table, Targets.types(defect), log, pool);
        StackTrial.requireLoadable(stack);
        Promises promises = promises(table, log, top, pool);
        String header = header(stack, log, top, defect);
        terminal.out().print(json ? "" : header + "\n");

        Words words = new Words(new Provenance(promises.sources()), new WritecacheReasons(stack, pool));
        CrashImage image = new CrashImage(words, stack, pool);
        CrashExplorer explorer = new CrashExplorer(stack, pool, CrashExplorer.Bounds.DEFAULT, image);
        LogCheck check = new LogCheck(log, promises, explorer, stack.disks().get(0).options());
        check.run(this::showProgress);
        Findings findings = new Findings(Coverage.of(explorer.funnel(), false), explorer.funnel().violations(),
                notes(log, top));
        return new RunReport(findings, header, verdict(check), Origins.ofLog(log), image, this::addInputs, command())
                .finish(terminal, json, out, started);
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

    /** Not from a pipe: it is copied into the bundle afterwards, and one that nobody writes to would hang. */
    private DmLog read(Path file, ContentPool pool) throws BadInputException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new BadInputException(file + ": is not a regular file, expected a dm-log-writes log");
        }
        return DmLogWrites.read(file, pool, LogLimits.ofLogBytes(maxLogBytes));
    }

    private Promises promises(Table table, DmLog log, DmLog top, ContentPool pool) throws BadInputException {
        if (top != null) {
            return new TopLogPromises(top, table.sectors());
        }
        if (contract == null && log.entries().stream()
                .noneMatch(entry -> entry.isMark() && entry.mark().startsWith("w:"))) {
            throw new BadInputException("--contract is missing and " + logFile
                    + " has no marks w:BLOCK:GENERATION;"
                    + " expected --contract top:LOG with a log recorded above the driver");
        }
        return new TaggedPromises(log, pool, table.sectors());
    }

    private String header(Stack stack, DmLog log, DmLog top, PublishedDefect defect) {
        Page page = new Page();
        long marks = log.entries().stream().filter(LogEntry::isMark).count();
        page.item("log", log.name() + ": " + log.entries().size() + " entries, " + Page.count(marks, "mark")
                + ", a disk of at least " + stack.disks().get(0).sectors() + " sectors");
        page.item("table", stack.table().toString());
        page.item("contract", top == null ? "the tags of the workload"
                : top.name() + ": " + top.entries().size() + " entries");
        if (defect != null) {
            page.item("published", defect.id() + ": " + defect.title());
        }
        notes(log, top).forEach(note -> page.item("note", note));
        return page.toString();
    }

    private static List<String> notes(DmLog log, DmLog top) {
        List<String> notes = new ArrayList<>(log.warnings());
        if (top != null) {
            top.warnings().forEach(warning -> notes.add("contract: " + warning));
        }
        return notes;
    }

    private static String verdict(LogCheck check) {
        return Page.count(check.marks(), "mark") + " checked, "
                + (check.marksViolated() == 0 ? "none" : check.marksViolated()) + " with a violation";
    }

    private void showProgress(int entry, int entries) {
        if (entry % PROGRESS_ENTRIES == 0) {
            terminal.progress("entry " + entry + " of " + entries);
        }
    }

    private Bundle addInputs(Bundle bundle) {
        bundle.text(TABLE_FILE, tableText.strip() + "\n").copy(nameInBundle(logFile, "log-"), logFile);
        return isTop() ? bundle.copy(nameInBundle(topFile(), "contract-"), topFile()) : bundle;
    }

    /** Run in the bundle's directory, with the script on the path. */
    private String command() {
        return "powercut check --table \"$(cat " + TABLE_FILE + ")\" --log "
                + Shell.quote(nameInBundle(logFile, "log-"))
                + " --contract " + Shell.quote(isTop() ? TOP + nameInBundle(topFile(), "contract-") : TAGS)
                + (defectId == null ? "" : " --as-published " + defectId)
                + (maxLogBytes == LogLimits.DEFAULT_LOG_BYTES ? "" : " --max-log-bytes " + maxLogBytes);
    }

    private static String nameInBundle(Path file, String prefix) {
        return prefix + file.getFileName();
    }
}
