package powercut.crash.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.block.Sectors;
import powercut.crash.explore.CrashPoint;
import powercut.crash.explore.Violation;

/** The printers, on results made by hand. */
class ReportTest {
    private static final Origins ORIGINS = decided -> "entry " + decided.value();
    private static final Coverage ALL = new Coverage(63, 12, 14.04, 184, 31, 0, false);

    @Test
    void funnelIsOneSentence() {
        Page page = new Page();

        CoverageText.covered(page, ALL, 812_000_000L);

        assertThat(page).hasToString("""
                covered   2^14.0 crash states at 63 crash points (+12 inside recovery), 184 recoveries, 31 recovered
                          states, 0.8 s, exhaustive
                """);
    }

    @Test
    void linesOfAnItemStayLines() {
        Page page = new Page();

        page.item("table", "0 8 linear a 0\n8 8 linear b 0");
        page.detail("actual", "it hangs, after\n  1 first " + "a ".repeat(50));

        assertThat(page).hasToString("""
                table     0 8 linear a 0
                          8 8 linear b 0
                  actual    it hangs, after
                            1 first a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
                            a a a a a a a a a a
                """);
    }

    @Test
    void whatWasLeftOutIsSaid() {
        Page page = new Page();
        Coverage cut = new Coverage(1, 0, 3, 1, 1, 7, true);

        CoverageText.covered(page, cut);
        CoverageText.verdict(page, new Findings(cut, List.of(), List.of()), "1 mark checked");

        assertThat(page).hasToString("""
                covered   2^3.0 crash states at 1 crash point, 1 recovery, 1 recovered state, not exhaustive: 7
                          branches not followed, stopped at the first crash point with a violation
                HOLDS AS FAR AS EXPLORED: 1 mark checked
                """);
    }

    @Test
    void violationSaysExpectedActualWhyAndWhen() {
        Page page = new Page();

        new ViolationText(page, ORIGINS).block(violation(5, "s:6", 24, "w12"), 1);

        assertThat(page).hasToString("""
                VIOLATION after mark s:6: sector 24, 8 sectors
                  expected  w12
                  actual    w7
                  why       entry 3 is uncommitted
                  crash     it takes 2 power failures, all but the first inside recovery
                  when      log sector 100 holds entry 4
                            and 1 more sector as in violation.json
                """);
    }

    @Test
    void everyViolatedMarkIsListedAndRepetitionsAreCounted() {
        Page page = new Page();

        new ViolationText(page, ORIGINS).list(List.of(violation(1, "s:1", 24, "w12"), violation(2, null, 24, "w12"),
                violation(3, null, 24, "w12"), violation(4, "s:2", 24, "w12"), violation(5, null, 32, "w13"),
                violation(6, null, 40, "w14")), 3);

        assertThat(page.toString().lines().filter(line -> !line.startsWith("  "))).containsExactly(
                "VIOLATION after mark s:1: sector 24, 8 sectors", "VIOLATION after mark s:2: sector 24, 8 sectors",
                "VIOLATION at point 5: sector 32, 8 sectors", "and the same promises broken at 2 other crash points",
                "and 1 more violation, not shown here");
    }

    @Test
    void jsonHasTheDocumentedFields() {
        Findings findings = new Findings(ALL, List.of(violation(5, "s:6", 24, "w12")), List.of("a note"));

        assertThat(JsonReport.of(findings, ORIGINS)).isEqualTo(
                "{\"verdict\":\"violated\",\"exhaustive\":true,\"crashPoints\":63,"
                + "\"log2CrashStates\":14.040,\"recoveries\":184,\"notes\":[\"a note\"],\"violations\":["
                + "{\"point\":{\"index\":5,\"when\":\"after mark s:6\"},"
                + "\"mark\":\"s:6\",\"sector\":24,\"promised\":\"w12\",\"found\":\"w7\",\"state\":["
                + "{\"disk\":\"log\",\"sector\":100,\"holds\":\"entry 4\"},"
                + "{\"disk\":\"log\",\"sector\":101,\"holds\":\"entry 5\"}]}]}\n");
        assertThat(JsonReport.of(new Findings(ALL, List.of(), List.of()), ORIGINS)).startsWith("{\"verdict\":\"holds\"")
                .endsWith("\"violations\":[]}\n");
    }

    @Test
    void longWordIsNotTornApart() {
        String word = "x".repeat(120);

        assertThat(new Page().item("table", "0 8 linear " + word + " 0")).hasToString(
                "table     0 8 linear\n          " + word + "\n          0\n");
    }

    private static Violation violation(int point, String mark, long sector, String promised) {
        CrashPoint at = new CrashPoint(point, mark == null ? "at point " + point : "after mark " + mark, mark);
        return new Violation(Violation.Kind.LOST, at, sector, 8, promised, "w7", "entry 3 is uncommitted", 2,
                List.of(new Violation.Decided("log", 100, Sectors.BYTES, 4),
                        new Violation.Decided("log", 101, Sectors.BYTES, 5)));
    }
}
