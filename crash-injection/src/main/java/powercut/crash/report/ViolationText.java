package powercut.crash.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import powercut.crash.explore.Violation;
import powercut.crash.explore.Violation.Decided;

/** Broken promises in words: where, expected, actual, why, and which crash shows it. */
public final class ViolationText {
    private static final int DECIDED_SHOWN_MAX = 3; // of one violation in a list

    private final Page page;
    private final Origins origins;

    /** What makes two violations the same to a reader: they show the same loss at different moments. */
    private record Loss(long sector, String promised) {}

    public ViolationText(Page page, Origins origins) {
        this.page = page;
        this.origins = origins;
    }

    /**
     * Prints the first violation after each mark, and of all others one for each promise that is broken; says how many
     * it left out.
     */
    public void list(List<Violation> violations, int shownMax) {
        Set<String> marks = new HashSet<>(); // only asked for members, as the next ones
        Set<Loss> losses = new HashSet<>();
        Set<Integer> pointsOfRepeated = new HashSet<>();
        int left = 0;
        int shown = 0;
        for (Violation violation : violations) {
            String mark = violation.point().mark();
            boolean newMark = mark != null && marks.add(mark);
            boolean newLoss = losses.add(new Loss(violation.sector(), violation.promised()));
            if (!newMark && !newLoss) {
                pointsOfRepeated.add(violation.point().index());
            } else if (shown < shownMax) {
                shown++;
                block(violation, DECIDED_SHOWN_MAX);
            } else {
                left++;
            }
        }
        if (!pointsOfRepeated.isEmpty()) {
            page.line("and the same promises broken at " + Page.count(pointsOfRepeated.size(), "other crash point"));
        }
        if (left > 0) {
            page.line("and " + Page.count(left, "more violation") + ", not shown here");
        }
    }

    /** Prints one, with up to {@code decidedMax} of the sectors that decide it. */
    public void block(Violation violation, int decidedMax) {
        page.line("VIOLATION " + violation.point().when() + ": " + place(violation));
        page.detail("expected", violation.promised());
        page.detail("actual", violation.found());
        if (!violation.why().isEmpty()) {
            page.detail("why", violation.why());
        }
        if (violation.depth() > 1) {
            page.detail("crash", "it takes " + violation.depth()
                    + " power failures, all but the first inside recovery");
        }
        String label = "when";
        for (Decided decided : violation.state().stream().limit(decidedMax).toList()) {
            page.detail(label, decided.disk() + place(decided) + " holds " + origins.of(decided));
            label = "";
        }
        int more = violation.state().size() - decidedMax;
        if (more > 0) {
            page.detail(label, "and " + Page.count(more, "more sector") + " as in violation.json");
        }
    }

    private static String place(Decided decided) {
        return decided.isAtom() ? " byte " + decided.offset() : " sector " + decided.unit();
    }

    private static String place(Violation violation) {
        if (violation.sector() < 0) {
            return "the whole device";
        }
        return "sector " + violation.sector() + ", " + Page.count(violation.sectors(), "sector");
    }
}
