package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExhaustiveChooserTest {
    @Test
    void everyInterleavingOfTwoTasksIsVisitedOnce() {
        ExhaustiveChooser chooser = new ExhaustiveChooser();

        // m1 m2 in order and a1 a2 in order: 4! / (2! 2!) = 6 interleavings, depth first.
        assertThat(interleavings(chooser)).containsExactly(
                "m1 m2 a1 a2",
                "m1 a1 a2 m2",
                "m1 a1 m2 a2",
                "a1 a2 m1 m2",
                "a1 m1 m2 a2",
                "a1 m1 a2 m2");
        assertThat(chooser.runs()).isEqualTo(6);
        assertThat(chooser.complete()).isTrue();
        assertThat(chooser.nextRun()).isFalse();
    }

    @Test
    void preemptionBoundLeavesOutInterleavingsWithMorePreemptions() {
        // Preemptions in the order above: 0, 1, 2, 1, 2, 3. A switch because a task waits or has ended is none.
        for (int[] boundAndRuns : new int[][] {{0, 1}, {1, 3}, {2, 5}, {3, 6}}) {
            ExhaustiveChooser chooser = new ExhaustiveChooser(boundAndRuns[0], Integer.MAX_VALUE);
            assertThat(interleavings(chooser)).as("bound %d", boundAndRuns[0]).hasSize(boundAndRuns[1]);
            assertThat(chooser.complete()).as("bound %d", boundAndRuns[0]).isEqualTo(boundAndRuns[0] == 3);
        }
    }

    @Test
    void choiceBoundBranchesOnlyAtTheFirstChoices() {
        ExhaustiveChooser chooser = new ExhaustiveChooser(Integer.MAX_VALUE, 1);

        assertThat(interleavings(chooser)).containsExactly("m1 m2 a1 a2", "a1 a2 m1 m2");
        assertThat(chooser.cut()).isEqualTo(2); // after m1, and after a1
        assertThat(chooser.complete()).isFalse();
    }

    @Test
    void timerThatExpiresEarlyCountsAsAPreemption() {
        ExhaustiveChooser chooser = new ExhaustiveChooser(2, Integer.MAX_VALUE);
        List<Integer> expiries = new ArrayList<>();
        while (chooser.nextRun()) {
            SimulatedRuntime runtime = new SimulatedRuntime(chooser);
            int[] count = {0};
            runtime.run(() -> {
                Completion bio = runtime.completion("bio");
                Timer[] timer = {null};
                timer[0] = runtime.timer("periodic", () -> {
                    count[0]++;
                    timer[0].arm(1000);
                });
                Task submitter = runtime.spawn("submitter", () -> bio.complete());
                timer[0].arm(1000);
                submitter.join();
                timer[0].cancel();
            });
            expiries.add(count[0]);
        }
        assertThat(expiries).contains(0, 1, 2).doesNotContain(3);
        assertThat(chooser.complete()).isFalse();
    }

    @Test
    void interruptsArriveInEveryOrder() {
        ExhaustiveChooser chooser = new ExhaustiveChooser();
        TreeSet<String> orders = new TreeSet<>();
        while (chooser.nextRun()) {
            SimulatedRuntime runtime = new SimulatedRuntime(chooser);
            StringBuilder order = new StringBuilder();
            runtime.run(() -> {
                Completion all = runtime.completion("all");
                for (String bio : List.of("a", "b", "c")) {
                    runtime.interrupt(bio, () -> {
                        if (order.append(bio).length() == 3) {
                            all.complete();
                        }
                    });
                }
                all.await();
            });
            orders.add(order.toString());
        }
        assertThat(orders).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
    }

    @Test
    void programThatDoesNotRepeatItselfIsRefused() {
        ExhaustiveChooser chooser = new ExhaustiveChooser();
        int[] calls = {0};
        assertThatThrownBy(() -> {
            while (chooser.nextRun()) {
                SimulatedRuntime runtime = new SimulatedRuntime(chooser);
                runtime.run(() -> {
                    for (int i = 0; i <= calls[0]; i++) {
                        runtime.interrupt("bio", () -> {});
                    }
                    calls[0] = 1 - calls[0];
                });
            }
        }).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("the program does not repeat itself");
    }

    private static List<String> interleavings(ExhaustiveChooser chooser) {
        List<String> seen = new ArrayList<>();
        while (chooser.nextRun()) {
            SimulatedRuntime runtime = new SimulatedRuntime(chooser);
            List<String> order = new ArrayList<>();
            runtime.run(() -> {
                Task a = runtime.spawn("a", () -> {
                    order.add("a1");
                    runtime.reschedule();
                    order.add("a2");
                });
                order.add("m1");
                runtime.reschedule();
                order.add("m2");
                a.join();
            });
            seen.add(String.join(" ", order));
        }
        return seen;
    }
}
