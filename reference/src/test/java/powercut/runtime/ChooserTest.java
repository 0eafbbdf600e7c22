package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChooserTest {
    @Test
    void pctOfDepthTwoFindsABugThatNeedsTwoOrderings() {
        int seeds = 500; // found with probability 1 / (3 tasks * 40 choices) per seed or better: missed by 1 in 60
        assertThat(failures(2, seeds)).isPositive();
    }

    @Test
    void pctOfDepthOneCannotFindIt() {
        assertThat(failures(1, 500)).isZero();
    }

    @Test
    void randomTakesEveryAlternativeAndATimerRarely() {
        int expiries = 0;
        TreeSet<Integer> taken = new TreeSet<>();
        int choices = 10_000;
        RandomChooser chooser = new RandomChooser(3);
        Chooser.Alternatives alternatives = new Fixed(List.of("current", "other", "bio", "autocommit"));
        for (int i = 0; i < choices; i++) {
            int index = chooser.choose(alternatives);
            taken.add(index);
            expiries += index == 3 ? 1 : 0;
        }
        assertThat(taken).containsExactly(0, 1, 2, 3);
        assertThat(expiries).isBetween(choices / 48, choices / 24); // expected: choices / 32
    }

    @Test
    void strictReplayRefusesAListThatIsTooShort() {
        assertThatThrownBy(() -> twoInterrupts(new ReplayChooser(0))).isInstanceOf(ReplayChooser.Mismatch.class)
                .hasMessage("the list ends after 1 choices, but the run goes on: 0 main, 1 a, 2 b");
    }

    @Test
    void replayRefusesAChoiceThatTheRunDoesNotHave() {
        assertThatThrownBy(() -> twoInterrupts(ReplayChooser.lenient(0, 3))).isInstanceOf(ReplayChooser.Mismatch.class)
                .hasMessage("choice 1 of the list is 3, but the run has only 0 main, 1 a, 2 b");
    }

    @Test
    void lenientReplayGoesOnQuietly() {
        assertThat(twoInterrupts(ReplayChooser.lenient(1))).containsExactly(1, 0);
    }

    @Test
    void unusedChoicesOfALongListAreCounted() {
        ReplayChooser replay = new ReplayChooser(0, 0, 0, 0);
        twoInterrupts(replay);
        assertThat(replay.unused()).isEqualTo(2);
    }

    private static int[] twoInterrupts(Chooser chooser) {
        SimulatedRuntime runtime = new SimulatedRuntime(chooser);
        runtime.run(() -> {
            runtime.interrupt("a", () -> {});
            runtime.interrupt("b", () -> {});
        });
        return runtime.choices();
    }

    /** A pointer is tested, then used; it must be cleared in between, and each task goes through many other choices. */
    private static int failures(int depth, int seeds) {
        int failures = 0;
        for (int seed = 0; seed < seeds; seed++) {
            SimulatedRuntime runtime = new SimulatedRuntime(new PctChooser(seed, depth, 40));
            boolean[] present = {true};
            boolean[] usedWhenGone = {false};
            runtime.run(() -> {
                Task user = runtime.spawn("user", () -> {
                    idle(runtime);
                    if (present[0]) {
                        runtime.reschedule();
                        usedWhenGone[0] = !present[0];
                    }
                });
                Task remover = runtime.spawn("remover", () -> {
                    idle(runtime);
                    present[0] = false;
                });
                user.join();
                remover.join();
            });
            failures += usedWhenGone[0] ? 1 : 0;
        }
        return failures;
    }

    private static void idle(Runtime runtime) {
        for (int i = 0; i < 10; i++) {
            runtime.reschedule();
        }
    }

    /** Alternatives of which the last is a timer. */
    private record Fixed(List<String> names) implements Chooser.Alternatives {
        @Override
        public int size() {
            return names.size();
        }

        @Override
        public boolean currentCanGoOn() {
            return true;
        }

        @Override
        public Chooser.Kind kind(int index) {
            return index == names.size() - 1 ? Chooser.Kind.TIMER : Chooser.Kind.TASK;
        }

        @Override
        public long id(int index) {
            return index;
        }

        @Override
        public String name(int index) {
            return names.get(index);
        }
    }
}
