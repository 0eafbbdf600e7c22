package powercut.crash.report;

/** The last two lines of every run: the funnel and the verdict. */
public final class CoverageText {
    private static final double NANOS_PER_SECOND = 1e9;

    private CoverageText() {}

    /** {@code covered   2^14.0 crash states at 63 crash points ..., 0.8 s, exhaustive}. */
    public static void covered(Page page, Coverage coverage, long elapsedNanos) {
        page.item("covered", states(coverage)
                + Page.format(", %.1f s, ", elapsedNanos / NANOS_PER_SECOND) + exhaustive(coverage));
    }

    /** The same without the time, so that the same input gives the same bytes. */
    public static void covered(Page page, Coverage coverage) {
        page.item("covered", states(coverage) + ", " + exhaustive(coverage));
    }

    /**
     * The verdict.
     *
     * @param what was checked, and how much of it was bad
     */
    public static void verdict(Page page, Findings findings, String what) {
        String holds = findings.coverage().exhaustive() ? "HOLDS" : "HOLDS AS FAR AS EXPLORED";
        page.line((findings.holds() ? holds : "VIOLATED") + ": " + what);
    }

    private static String states(Coverage coverage) {
        String inside = coverage.nestedPoints() == 0 ? "" : " (+" + coverage.nestedPoints() + " inside recovery)";
        return Page.format("2^%.1f crash states at ", coverage.log2CrashStates())
                + Page.count(coverage.crashPoints(), "crash point") + inside + ", " + coverage.recoveries()
                + (coverage.recoveries() == 1 ? " recovery, " : " recoveries, ")
                + Page.count(coverage.recoveredStates(), "recovered state");
    }

    private static String stop(Coverage coverage) {
        return coverage.crashPoints() == 0 ? "stopped at a difference with the power on"
                : "stopped at the first crash point with a violation";
    }

    private static String exhaustive(Coverage coverage) {
        if (coverage.exhaustive()) {
            return "exhaustive";
        }
        return "not exhaustive: "
                + (coverage.branchesLeft() == 0 ? "" : coverage.branchesLeft() + " branches not followed")
                + (coverage.branchesLeft() > 0 && coverage.stopped() ? ", " : "")
                + (coverage.stopped() ? stop(coverage) : "");
    }
}
