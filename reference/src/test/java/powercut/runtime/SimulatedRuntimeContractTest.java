package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

class SimulatedRuntimeContractTest implements RuntimeContract {
    private static final int SEEDS = 100;
    private static final int PREEMPTIONS = 1;
    private static final int CHOICES = 60;
    private static final int MOST_RUNS = 300;

    @Override
    public void everyTime(Consumer<Runtime> program) {
        run("first", new FirstChooser(), program);
        for (int seed = 0; seed < SEEDS; seed++) {
            run("random seed " + seed, new RandomChooser(seed), program);
            run("pct seed " + seed, new PctChooser(seed, 3, CHOICES), program);
        }
        ExhaustiveChooser exhaustive = new ExhaustiveChooser(PREEMPTIONS, CHOICES);
        while (exhaustive.runs() < MOST_RUNS && exhaustive.nextRun()) {
            run("exhaustive run " + exhaustive.runs(), exhaustive, program);
        }
        assertThat(exhaustive.runs()).isPositive();
    }

    private static void run(String schedule, Chooser chooser, Consumer<Runtime> program) {
        SimulatedRuntime runtime = new SimulatedRuntime(chooser, 100_000);
        try {
            runtime.run(() -> program.accept(runtime));
        } catch (RuntimeException | Error failure) {
            throw new AssertionError("under schedule: " + schedule, failure);
        }
    }
}
