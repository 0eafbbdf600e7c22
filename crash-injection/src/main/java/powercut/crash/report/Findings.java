package powercut.crash.report;

import java.util.List;
import powercut.crash.explore.Violation;

/** The result of a run: what was covered, and every broken promise in the order in which it was found. */
public record Findings(Coverage coverage, List<Violation> violations) {
    public Findings {
        violations = List.copyOf(violations);
    }

    public boolean holds() {
        return violations.isEmpty();
    }
}
