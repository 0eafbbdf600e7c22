package powercut.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is judged: every kind of difference is seen, and a trace shows only what changed. */
final class OutcomeTest {

    private static final String FAILING = """
            @!@!@STARTMSG 2110:1 @!@!@
            Invariant ReadsInv is violated.
            @!@!@ENDMSG 2110 @!@!@
            @!@!@STARTMSG 2217:4 @!@!@
            1: <Initial predicate>
            /\\ disk = 1
            /\\ busy = << [ a |-> 1,
                 b |-> 2 ] >>

            @!@!@ENDMSG 2217 @!@!@
            @!@!@STARTMSG 2217:4 @!@!@
            2: <PowerFailure line 63, col 17 to line 65, col 89 of module M>
            /\\ disk = 2
            /\\ busy = << [ a |-> 1, b |-> 2 ] >>

            @!@!@ENDMSG 2217 @!@!@
            9 states generated, 5 distinct states found, 2 states left on queue.
            The depth of the complete state graph search is 2.
            """;
    private static final String PASSING = """
            Model checking completed. No error has been found.
            <Write line 1, col 1 to line 1, col 4 of module M>: 0:0
            <Write line 1, col 1 to line 1, col 4 of module M>: 4:9
            <Crash line 2, col 1 to line 2, col 4 of module M>: 0:0
            9 states generated, 5 distinct states found, 0 states left on queue.
            The depth of the complete state graph search is 2.
            """;

    @Test
    void aTraceShowsActionByActionWhatChanged() {
        Outcome outcome = Outcome.parse(12, FAILING, List.of(), 1, "java");

        assertThat(outcome.trace().print()).isEqualToNormalizingNewlines("""
                   1  Initial predicate
                        disk = 1
                        busy = << [ a |-> 1, b |-> 2 ] >>
                   2  PowerFailure
                        disk = 2
                """);
    }

    @Test
    void everyDifferenceIsNamed() {
        Outcome outcome = Outcome.parse(12, FAILING, List.of(), 1, "java");

        assertThat(ModelsTest.differences(expected("safety failure", "ReadsInv", 5, 2, 2), outcome)).isEmpty();
        assertThat(ModelsTest.differences(expected("success", null, 6, 3, null), outcome)).containsExactly(
                "result: expected success, actual safety failure", "violates: expected null, actual ReadsInv",
                "distinctStates: expected 6, actual 5", "stateDepth: expected 3, actual 2",
                "traceLength: expected null, actual 2");
    }

    @Test
    void anActionNeverTakenIsADifference() {
        Outcome outcome = Outcome.parse(0, PASSING, List.of(), 1, "java");

        assertThat(ModelsTest.differences(expected("success", null, 5, 2, null), outcome))
                .containsExactly("actions never taken: [Crash]");
    }

    @Test
    void anExitCodeOfZeroIsNotEnough() {
        assertThat(Outcome.parse(0, "", List.of(), 1, "java").result()).isEqualTo("incomplete");
    }

    @Test
    void aTemporalPropertyIsNamedByItsConfiguration() {
        String output = "Temporal properties were violated.";

        assertThat(Outcome.parse(13, output, List.of("EndsProp"), 1, "java").violates()).isEqualTo("EndsProp");
        assertThat(Outcome.parse(13, output, List.of("A", "B"), 1, "java").violates()).isEqualTo("one of [A, B]");
    }

    private static Model.Expectation expected(
            String result, String violates, long distinctStates, int stateDepth, Integer traceLength) {
        return new Model.Expectation(
                "M.tla", "M.cfg", "verify", "safety", result, violates, null, null, "", "", distinctStates, stateDepth,
                traceLength, 1);
    }
}
