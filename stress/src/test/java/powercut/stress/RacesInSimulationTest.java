package powercut.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import powercut.dm.TargetType;
import powercut.runtime.Chooser;
import powercut.runtime.PctChooser;
import powercut.runtime.RandomChooser;
import powercut.runtime.Runtime;
import powercut.runtime.SimulatedRuntime;
import powercut.runtime.Task;
import powercut.writecache.WritecacheSteps;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/**
 * The deterministic twin of the jcstress runs: the same classes, judged by the same table of outcomes, under random
 * schedules of the simulated runtime. Here a target that breaks a guarantee is seen to break it, so each table can say
 * FORBIDDEN; and a lost wake-up is a deadlock with a report.
 */
class RacesInSimulationTest {
    private static final int SEEDS = 250;
    private static final TargetType COMMITS_WITHOUT_DATA =
            new WritecacheType(new WritecacheSteps().commit(CommitsWithoutData::new));

    /** A race of two actors and what an observer sees when both have ended. */
    private record Race(Runnable first, Runnable second, Supplier<String> result) {}

    @Test
    void flushCoversTheWriteThatHasEnded() {
        assertThat(outcomes(RacesInSimulationTest::flush, new WritecacheType()).keySet())
                .containsExactly("0, 0", "0, 2", "1, 2")
                .allMatch(outcome -> expected(FlushRacesWriteCompletion.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void asPublishedWc01TheFlushCommitsABlockWithoutItsData() {
        assertThat(outcomes(RacesInSimulationTest::flush, WritecacheDefects.type("WC-01")))
                .containsKey("0, 1");
        assertThat(expected(FlushRacesWriteCompletion.class, "0, 1")).isEqualTo(Expect.FORBIDDEN);
    }

    @Test
    void lastFreeBlockIsNeverShared() {
        assertThat(outcomes(RacesInSimulationTest::lastBlock, new WritecacheType()).keySet())
                .containsExactly("1, 2, 1", "1, 2, 2")
                .allMatch(outcome -> expected(LastFreeBlock.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void commitWithoutDataSharesTheLastBlock() {
        assertThat(outcomes(RacesInSimulationTest::lastBlock, COMMITS_WITHOUT_DATA).keySet())
                .anyMatch(outcome -> expected(LastFreeBlock.class, outcome) == Expect.FORBIDDEN);
    }

    @Test
    void discardLosesNeitherItsNeighbourNorABlock() {
        assertThat(outcomes(RacesInSimulationTest::discard, new WritecacheType()).keySet())
                .containsExactly("3, 0, 0", "3, 2, 0")
                .allMatch(outcome -> expected(DiscardRacesWriteback.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void commitWithoutDataLosesTheNeighbour() {
        assertThat(outcomes(RacesInSimulationTest::discard, COMMITS_WITHOUT_DATA).keySet())
                .anyMatch(outcome -> expected(DiscardRacesWriteback.class, outcome) == Expect.FORBIDDEN);
    }

    private static Race flush(Runtime runtime, TargetType writecache) {
        FlushRacesWriteCompletion race = new FlushRacesWriteCompletion(runtime, writecache);
        II_Result result = new II_Result();
        return new Race(race::writer, race::flusher, () -> {
            race.result(result);
            return result.toString();
        });
    }

    private static Race lastBlock(Runtime runtime, TargetType writecache) {
        LastFreeBlock race = new LastFreeBlock(runtime, writecache);
        III_Result result = new III_Result();
        return new Race(race::firstWriter, race::secondWriter, () -> {
            race.result(result);
            return result.toString();
        });
    }

    private static Race discard(Runtime runtime, TargetType writecache) {
        DiscardRacesWriteback race = new DiscardRacesWriteback(runtime, writecache);
        III_Result result = new III_Result();
        return new Race(race::discarder, race::writerBack, () -> {
            race.result(result);
            return result.toString();
        });
    }

    /** How often each outcome is seen. */
    private static Map<String, Integer> outcomes(BiFunction<Runtime, TargetType, Race> race, TargetType writecache) {
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            SimulatedRuntime runtime = new SimulatedRuntime(chooser(seed));
            runtime.run(() -> seen.merge(run(race.apply(runtime, writecache), runtime), 1, Integer::sum));
        }
        return seen;
    }

    /** PCT delays one thing for very long, which a random choice at each step hardly ever does. */
    private static Chooser chooser(int seed) {
        return seed % 2 == 0 ? new RandomChooser(seed) : new PctChooser(seed, 3, 200);
    }

    private static String run(Race race, Runtime runtime) {
        Task first = runtime.spawn("first actor", race.first);
        Task second = runtime.spawn("second actor", race.second);
        first.join();
        second.join();
        return race.result.get();
    }

    /** What the test's table expects; the outcome without an id is the last one. */
    private static Expect expected(Class<?> test, String result) {
        return Arrays.stream(test.getAnnotationsByType(Outcome.class))
                .filter(outcome -> Arrays.stream(outcome.id()).anyMatch(id -> id.equals(result) || id.isEmpty()))
                .findFirst().orElseThrow().expect();
    }
}
