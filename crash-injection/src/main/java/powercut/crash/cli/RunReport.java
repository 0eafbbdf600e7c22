package powercut.crash.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import powercut.crash.BadInputException;
import powercut.crash.explore.Violation;
import powercut.crash.report.Bundle;
import powercut.crash.report.CoverageText;
import powercut.crash.report.CrashImage;
import powercut.crash.report.Findings;
import powercut.crash.report.JsonReport;
import powercut.crash.report.Origins;
import powercut.crash.report.Page;
import powercut.crash.report.ViolationText;

/**
 * What explore and check have to say when they are done.
 *
 * @param header what was run, in lines
 * @param verdict what was checked and how much of it was bad, for the last line
 * @param origins where contents of disk sectors come from
 * @param image the disks at the first violation
 * @param inputs adds what the run was made from to a bundle
 * @param command sees the violation again, in the bundle's directory
 */
record RunReport(Findings findings, String header, String verdict, Origins origins, CrashImage image,
        UnaryOperator<Bundle> inputs, String command) {
    private static final int SHOWN_MAX = 20;
    private static final int SHOWN_IN_BUNDLE_MAX = 1000;
    private static final int DECIDED_SHOWN_MAX = 1000;

    /**
     * Prints it, for a person without the header, and writes the bundle if there is a violation.
     *
     * @param out the bundle's directory; null for one named by its content
     * @return the exit code
     */
    int finish(Terminal terminal, boolean asJson, Path out, long startedNanos) throws BadInputException {
        terminal.clearProgress();
        Page page = new Page();
        if (!findings.holds()) {
            ViolationText text = new ViolationText(page, origins);
            text.list(findings.violations(), SHOWN_MAX);
            page.emptyLine();
            page.item("bundle", writeBundle(terminal, out)
                    + ": what was promised, found and why, and all that is needed to see it again");
        }
        CoverageText.covered(page, findings.coverage(), terminal.nanoTime().getAsLong() - startedNanos);
        CoverageText.verdict(page, findings, verdict);
        terminal.out().print(asJson ? json() : page);
        return findings.holds() ? ExitCode.HOLDS : ExitCode.VIOLATION;
    }

    /** The result for programs. */
    String json() {
        return JsonReport.of(findings, origins);
    }

    /** Writes the bundle and returns how to call it; there is a violation. */
    Path writeBundle(Terminal terminal, Path out) throws BadInputException {
        Path bundle = bundle().write(out, terminal.workingDirectory());
        return out == null ? bundle.getFileName() : out;
    }

    private Bundle bundle() {
        Bundle bundle = new Bundle()
                .text(Bundle.MARKER, JsonReport.inFull(findings, origins))
                .text("violation.txt", violationText())
                .text("command.txt", command + "\n");
        inputs.apply(bundle);
        if (image.shows(findings.violations().get(0))) {
            image.addTo(bundle);
        }
        return bundle;
    }

    private String violationText() {
        Violation first = findings.violations().get(0);
        Page page = new Page();
        CoverageText.verdict(page, findings, verdict);
        page.emptyLine();
        ViolationText text = new ViolationText(page, origins);
        page.line("The first one:");
        text.block(first, DECIDED_SHOWN_MAX);
        if (image.shows(first)) {
            page.detail("image", String.join(", ", image.names())
                    + ": disks in such a state, all else on them as written last");
        }
        page.emptyLine();
        page.line("What was run:");
        page.line(header.stripTrailing());
        CoverageText.covered(page, findings.coverage());
        page.emptyLine();
        page.line("To see it again, in this directory:");
        page.line("  " + command);
        List<Violation> others = findings.violations().subList(1, findings.violations().size());
        if (!others.isEmpty()) {
            page.emptyLine();
            page.line("The others, once for each mark and each promise; violation.json has all:");
            text.list(others, SHOWN_IN_BUNDLE_MAX);
        }
        return page.toString();
    }
}
