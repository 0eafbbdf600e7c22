package powercut.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every model of every manifest and compares what TLC says with what the manifest says. Two models run at a time,
 * each with one worker: on two cores that is faster than one model with two workers, and always gives the same figures.
 */
final class ModelsTest {

    private static final boolean DEEP = System.getProperty("spec.profile", "verify").equals("deep");
    private static final List<Outcome> OUTCOMES = new ArrayList<>();
    private static ExecutorService lanes;
    private static long start;

    @BeforeAll
    static void openLanes() {
        lanes = Executors.newFixedThreadPool(2);
        start = System.nanoTime();
    }

    @TestFactory
    Stream<DynamicTest> tlcAnswersAsTheManifestSays() {
        List<Model> models = Model.ofProfile(DEEP);
        assertThat(models).as("models in the manifests").isNotEmpty();
        return models.stream().map(ModelsTest::test).toList().stream();
    }

    @AfterAll
    static void sumUp() {
        lanes.shutdownNow();
        long failing = OUTCOMES.stream().filter(outcome -> !outcome.result().equals("success")).count();
        System.out.printf(
                "[tlc] %d models, %d of them with a counterexample, %,d distinct states, %d s%n",
                OUTCOMES.size(), failing, OUTCOMES.stream().mapToLong(Outcome::distinctStates).sum(),
                (System.nanoTime() - start) / 1_000_000_000L);
    }

    private static DynamicTest test(Model model) {
        Future<Outcome> running = lanes.submit(() -> Tlc.run(model));
        return DynamicTest.dynamicTest(model.name(), model.config().toUri(), () -> check(model, outcome(running)));
    }

    private static Outcome outcome(Future<Outcome> running) throws InterruptedException, ExecutionException {
        Outcome outcome = running.get();
        OUTCOMES.add(outcome);
        return outcome;
    }

    private static void check(Model model, Outcome outcome) {
        List<String> differences = differences(model.expected(), outcome);
        System.out.printf(
                "[tlc] %-34s %-10s %-24s %,10d distinct  depth %3d  %6d ms%n", model.name(),
                differences.isEmpty() ? "as stated" : "DIFFERENT", outcome.result(), outcome.distinctStates(),
                outcome.stateDepth(), outcome.millis());
        assertThat(differences).as("%s%n%s", model.name(), outcome.describe()).isEmpty();
    }

    /** Empty when TLC said exactly what the manifest says. */
    static List<String> differences(Model.Expectation expected, Outcome outcome) {
        var differences = new ArrayList<String>();
        compare(differences, "result", expected.result(), outcome.result());
        compare(differences, "violates", expected.violates(), outcome.violates());
        compare(differences, "distinctStates", expected.distinctStates(), outcome.distinctStates());
        compare(differences, "stateDepth", expected.stateDepth(), outcome.stateDepth());
        Integer traceLength = outcome.trace().length() == 0 ? null : outcome.trace().length();
        compare(differences, "traceLength", expected.traceLength(), traceLength);
        if (outcome.result().equals("success") && !outcome.neverTaken().isEmpty()) {
            differences.add("actions never taken: " + outcome.neverTaken());
        }
        return differences;
    }

    private static void compare(List<String> differences, String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            differences.add(what + ": expected " + expected + ", actual " + actual);
        }
    }
}
