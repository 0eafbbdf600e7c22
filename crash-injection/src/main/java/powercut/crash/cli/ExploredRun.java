package powercut.crash.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.report.Bundle;
import powercut.crash.report.Coverage;
import powercut.crash.report.Findings;
import powercut.crash.report.JsonText;
import powercut.crash.report.Origins;
import powercut.crash.report.Page;
import powercut.crash.run.DiskFault;
import powercut.crash.run.WorkloadRun;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.CaughtBy;
import powercut.dm.PublishedDefect.Layer;

/**
 * A run that was explored, and what there is to say about it.
 *
 * @param described the run
 * @param setup of it
 * @param trial what became of it
 * @param workload where it comes from, for a person, after its length
 * @param command runs it again, where it was run
 */
record ExploredRun(RunDescription described, RunSetup setup, ExploreTrial trial, String workload, String command) {
    private static final String TABLE_FILE = "table.txt";

    /** What was run, in lines. */
    String header() throws BadInputException {
        Page page = new Page();
        PublishedDefect defect = described.defect();
        page.item("target", setup.subject().name()
                + (defect == null ? "" : ", as published: " + defect.id() + ", " + defect.title()));
        page.item("table", setup.stack().table().toString());
        for (Stack.Disk disk : setup.stack().disks()) {
            page.item("disk", disk.toString());
        }
        setup.faults().forEach(fault -> page.item("fault", fault.toString()));
        page.item("workload", Page.count(trial.workload().ops().size(), "operation") + workload);
        page.item("run", command);
        notes(defect).forEach(note -> page.item("note", note));
        return page.toString();
    }

    /** The result, and the bundle. */
    RunReport report() throws BadInputException {
        boolean stopped = (described.firstOnly() || trial.isComparedOnly()) && !trial.holds();
        Findings findings = new Findings(Coverage.of(trial.explorer().funnel(), stopped), trial.violations(),
                notes(described.defect()));
        return new RunReport(findings, header(), verdict(findings), Origins.ofRun(trial.run(), setup.stack()),
                trial.image(), this::addInputs, described.command("--workload " + BundledRun.WORKLOAD_FILE));
    }

    private List<String> notes(PublishedDefect defect) {
        List<String> notes = new ArrayList<>();
        WorkloadRun run = trial.run();
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
        if (defect != null && defect.exhibit().isPresent()
                && !defect.exhibit().get().subject().equals(described.target())) {
            notes.add("the run that shows " + defect.id() + " is of another target: powercut explore "
                    + defect.exhibit().get().subject() + " --as-published " + defect.id());
        }
        if (defect != null && !defect.isCaughtBy(Layer.EXPLORE)) {
            notes.add(defect.id() + " is none that a power failure shows; it is caught by "
                    + defect.caughtBy().stream().map(CaughtBy::toString).collect(Collectors.joining(", ")));
        }
        return notes;
    }

    private String verdict(Findings findings) {
        WorkloadRun run = trial.run();
        if (trial.isComparedOnly()) {
            return Page.count(trial.workload().ops().size(), "operation") + ", done by the corrected target as well, "
                    + Page.count(findings.violations().size(), "violation");
        }
        return Page.count(run.opsBegun(), "operation") + ", " + Page.count(run.sessions().size(), "power cycle") + ", "
                + (run.faults().isEmpty() ? "" : run.faultHits() + " times a fault, ")
                + (findings.holds() ? "every promise kept" : Page.count(findings.violations().size(), "violation"));
    }

    private Bundle addInputs(Bundle bundle) {
        return bundle.text(TABLE_FILE, setup.subject().tableText().strip() + "\n")
                .text(BundledRun.WORKLOAD_FILE, trial.workload().toString())
                .text(BundledRun.RUN_FILE, BundledRun.json(described, trial.violations().get(0)))
                .text("choices.json", choices());
    }

    /** One list for each power cycle. */
    private String choices() {
        return JsonText.compact(json -> {
            json.writeStartArray();
            for (int[] session : trial.run().choices()) {
                json.writeArray(session, 0, session.length);
            }
            json.writeEndArray();
        });
    }
}
