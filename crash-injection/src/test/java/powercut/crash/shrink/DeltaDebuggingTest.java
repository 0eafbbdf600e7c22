package powercut.crash.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever the test is, what is left passes it, and nothing more can be left out. */
class DeltaDebuggingTest {
    private static final int LENGTH = 60;
    private static final List<Integer> ALL = IntStream.range(0, LENGTH).boxed().toList();

    private final List<List<Integer>> asked = new ArrayList<>();

    @Test
    void whatIsNeededIsLeftInItsOrder() {
        assertThat(minimise(list -> list.containsAll(List.of(3, 17, 18, 59)))).containsExactly(3, 17, 18, 59);
        assertThat(minimise(list -> list.contains(31))).containsExactly(31);
        assertThat(minimise(list -> list.size() == LENGTH)).isEqualTo(ALL);
        assertThat(minimise(list -> true)).isEmpty();
    }

    @Test
    void aSingleElementIsFoundInLogarithmicTime() {
        minimise(list -> list.contains(7));

        assertThat(asked).hasSizeLessThan(4 * Integer.SIZE - Integer.numberOfLeadingZeros(LENGTH));
    }

    /** Tests that a shorter list may pass although a longer one does not, as runs of another schedule do. */
    @Test
    void noElementOfTheResultCanBeLeftOut() {
        for (int seed = 0; seed < 200; seed++) {
            Predicate<List<Integer>> test = randomTest(new SplittableRandom(seed));
            List<Integer> left = minimise(test);
            assertThat(test.test(left)).as("seed %d: %s", seed, left).isTrue();
            assertThat(ALL).containsSubsequence(left);
            for (Integer element : left) {
                List<Integer> fewer = new ArrayList<>(left);
                fewer.remove(element);
                assertThat(test.test(fewer)).as("seed %d: %s without %d", seed, left, element).isFalse();
            }
        }
    }

    @Test
    void someResultsNeedSeveralRounds() { // each element goes only when the one before it has gone
        assertThat(minimise(list -> list.size() >= 2 && list.equals(ALL.subList(LENGTH - list.size(), LENGTH))))
                .containsExactly(LENGTH - 2, LENGTH - 1);
    }

    private List<Integer> minimise(Predicate<List<Integer>> test) {
        asked.clear();
        return DeltaDebugging.minimise(ALL, list -> {
            asked.add(list);
            return test.test(list);
        }, () -> false);
    }

    /** All of one of several sets is needed; and some lengths never pass. */
    private static Predicate<List<Integer>> randomTest(SplittableRandom random) {
        List<Set<Integer>> anyOf = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            Set<Integer> all = new HashSet<>();
            for (int j = 0; j <= random.nextInt(8); j++) {
                all.add(random.nextInt(LENGTH));
            }
            anyOf.add(all);
        }
        int never = 1 + random.nextInt(LENGTH - 1);
        return list -> list.size() != never && anyOf.stream().anyMatch(list::containsAll);
    }
}
