package powercut.crash.report;

import java.util.List;
import powercut.crash.explore.Violation;

/**
 * The result of a run: what was covered, and every broken promise in the order in which it was found.
 *
 * @param notes what the input does not tell, so that the verdict is about less than one might think; a sentence each
 */
public record Findings(Coverage coverage, List<Violation> violations, List<String> notes) {
    public Findings {
        violations = List.copyOf(violations);
        notes = List.copyOf(notes);
    }

    public boolean holds() {
        return violations.isEmpty();
    }
}
