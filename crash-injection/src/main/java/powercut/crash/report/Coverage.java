package powercut.crash.report;

import powercut.crash.explore.Funnel;

/**
 * How much was looked at: a {@link Funnel} when it is full.
 *
 * @param crashPoints those inside recovery not counted
 * @param nestedPoints crash points inside recovery
 * @param log2CrashStates of the crash states at all crash points, those inside recovery not counted
 * @param recoveries times that recovery was run
 * @param recoveredStates different states of the recovered target
 * @param branchesLeft branches that a bound cut off
 * @param stopped whether crash points were left out because one had shown a violation
 */
public record Coverage(int crashPoints, int nestedPoints, double log2CrashStates, long recoveries, int recoveredStates,
        long branchesLeft, boolean stopped) {
    public static Coverage of(Funnel funnel, boolean stopped) {
        return new Coverage(funnel.crashPoints(), funnel.nestedPoints(), funnel.log2CrashStates(), funnel.recoveries(),
                funnel.recoveredStates(), funnel.branchesLeft(), stopped);
    }

    /** Whether no crash state was left out. */
    public boolean exhaustive() {
        return branchesLeft == 0 && !stopped;
    }
}
