package powercut.crash.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LongMapTest {
    private final LongMap<String> map = new LongMap<>();

    @Test
    void emptyMapHasNothing() {
        assertThat(map.get(0)).isNull();
        assertThat(map.sortedKeys()).isEmpty();
    }

    @Test
    void nullRemoves() {
        map.put(5, "five");
        map.put(5, null);
        assertThat(map.get(5)).isNull();
        assertThat(map.sortedKeys()).isEmpty();
        map.put(5, "again");
        assertThat(map.get(5)).isEqualTo("again");
    }

    @Test
    void keysAreAnyNonNegativeLong() {
        map.put(Long.MAX_VALUE, "last");
        map.put(0, "first");
        assertThat(map.sortedKeys()).containsExactly(0, Long.MAX_VALUE);
        assertThat(map.get(Long.MAX_VALUE)).isEqualTo("last");
    }

    @Test
    void answersAsATreeMap() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LongMap<Integer> tested = new LongMap<>();
            TreeMap<Long, Integer> model = new TreeMap<>();
            for (int i = 0; i < 2000; i++) {
                long key = random.nextLong(300) * (seed % 2 == 0 ? 1 : 1L << 40);
                if (random.nextInt(3) == 0) {
                    tested.put(key, null);
                    model.remove(key);
                } else {
                    tested.put(key, i);
                    model.put(key, i);
                }
                long asked = random.nextLong(300);
                assertThat(tested.get(asked)).as("key %d, seed %d, step %d", asked, seed, i)
                        .isEqualTo(model.get(asked));
            }
            assertThat(tested.sortedKeys()).as("seed %d", seed)
                    .containsExactly(model.keySet().stream().mapToLong(Long::longValue).toArray());
        }
    }
}
