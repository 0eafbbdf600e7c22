package powercut.crash.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an exploration covered: the crash states, how few recoveries that took, and what was found. Adds up over crash
 * points.
 */
public final class Funnel {
    private final Set<Long> recoveredStates = new HashSet<>(); // only counted
    private final List<Violation> violations = new ArrayList<>();
    private int crashPoints;
    private int nestedPoints;
    private double log2States = Double.NEGATIVE_INFINITY;
    private long recoveries;
    private long branchesLeft;

    void countPoint(double log2) {
        crashPoints++;
        double high = Math.max(log2States, log2);
        log2States = high + StrictMath.log1p(StrictMath.pow(2, Math.min(log2States, log2) - high)) / StrictMath.log(2);
    }

    void countNestedPoint() {
        nestedPoints++;
    }

    void countRecovery() {
        recoveries++;
    }

    void countRecovered(long state) {
        recoveredStates.add(state);
    }

    void countLeft(long branches) {
        branchesLeft += branches;
    }

    void add(Violation violation) {
        violations.add(violation);
    }

    /** Crash points explored, those inside recovery not counted. */
    public int crashPoints() {
        return crashPoints;
    }

    /** Crash points inside recovery. */
    public int nestedPoints() {
        return nestedPoints;
    }

    /** log2 of the number of crash states covered at all crash points together, those inside recovery not counted. */
    public double log2CrashStates() {
        return crashPoints == 0 ? 0 : log2States;
    }

    /** Times that recovery was run. */
    public long recoveries() {
        return recoveries;
    }

    /** Different states of the recovered target. */
    public int recoveredStates() {
        return recoveredStates.size();
    }

    /** Branches that a bound cut off. */
    public long branchesLeft() {
        return branchesLeft;
    }

    public boolean exhaustive() {
        return branchesLeft == 0;
    }

    public List<Violation> violations() {
        return violations;
    }

    public boolean holds() {
        return violations.isEmpty();
    }
}
