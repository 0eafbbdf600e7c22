package powercut.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import powercut.dm.BrokenInvariant;
import powercut.dm.TargetModule;
import powercut.dm.TargetType;
import powercut.runtime.Chooser;
import powercut.runtime.DeadlockException;
import powercut.runtime.PctChooser;
import powercut.runtime.RandomChooser;
import powercut.runtime.Runtime;
import powercut.runtime.SimulatedRuntime;
import powercut.runtime.Task;
import powercut.writeboost.WriteboostModule;
import powercut.writeboost.published.WriteboostDefects;
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
    private static final int ONE_LINE = 4; // order of segments of one line
    private static final TargetType COMMITS_WITHOUT_DATA =
            new WritecacheType(new WritecacheSteps().commit(CommitsWithoutData::new));

    /** A race of two actors and what an observer sees when both have ended. */
    private record Race(Runnable first, Runnable second, Supplier<String> result) {}

    @Test
    void flushCoversTheWriteThatHasEnded() {
        assertThat(outcomes(runtime -> flush(runtime, new WritecacheType())).keySet())
                .containsExactly("0, 0", "0, 2", "1, 2")
                .allMatch(outcome -> expected(FlushRacesWriteCompletion.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void asPublishedWc01TheFlushCommitsABlockWithoutItsData() {
        assertThat(outcomes(runtime -> flush(runtime, WritecacheDefects.type("WC-01"))))
                .containsKey("0, 1");
        assertThat(expected(FlushRacesWriteCompletion.class, "0, 1")).isEqualTo(Expect.FORBIDDEN);
    }

    @Test
    void lastFreeBlockIsNeverShared() {
        assertThat(outcomes(runtime -> lastBlock(runtime, new WritecacheType())).keySet())
                .containsExactly("1, 2, 1", "1, 2, 2")
                .allMatch(outcome -> expected(LastFreeBlock.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void commitWithoutDataSharesTheLastBlock() {
        assertThat(outcomes(runtime -> lastBlock(runtime, COMMITS_WITHOUT_DATA)).keySet())
                .anyMatch(outcome -> expected(LastFreeBlock.class, outcome) == Expect.FORBIDDEN);
    }

    @Test
    void discardLosesNeitherItsNeighbourNorABlock() {
        assertThat(outcomes(runtime -> discard(runtime, new WritecacheType())).keySet())
                .containsExactly("3, 0, 0", "3, 2, 0")
                .allMatch(outcome -> expected(DiscardRacesWriteback.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void commitWithoutDataLosesTheNeighbour() {
        assertThat(outcomes(runtime -> discard(runtime, COMMITS_WITHOUT_DATA)).keySet())
                .anyMatch(outcome -> expected(DiscardRacesWriteback.class, outcome) == Expect.FORBIDDEN);
    }

    @Test
    void errorsWakeAllWriters() {
        assertThat(outcomes(runtime -> writeError(runtime, new WritecacheType())).keySet())
                .containsExactly("0, 1", "1, 0")
                .allMatch(outcome -> expected(WriteErrorWakesWriters.class, outcome) == Expect.ACCEPTABLE);
        assertThat(outcomes(runtime -> flushError(runtime, new WritecacheType())).keySet())
                .containsExactly("0, 1", "1, 0")
                .allMatch(outcome -> expected(FlushErrorWakesWriters.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void asPublishedWc23AWriterSleepsForEver() {
        assertThat(outcomes(runtime -> writeError(runtime, WritecacheDefects.type("WC-23"))).keySet())
                .anyMatch(outcome -> outcome.contains("freelist_wait")
                        && expected(WriteErrorWakesWriters.class, outcome) == Expect.FORBIDDEN);
    }

    @Test
    void asPublishedWc25AnErrorIsSetWithoutTheLock() {
        assertThat(outcomes(runtime -> flushError(runtime, WritecacheDefects.type("WC-25"))).keySet())
                .anyMatch(outcome -> outcome.contains("an error is set with the lock held")
                        && expected(FlushErrorWakesWriters.class, outcome) == Expect.FORBIDDEN);
    }

    @Test
    void suspendIsQuiet() {
        assertThat(outcomes(runtime -> suspend(runtime, new WritecacheType())).keySet())
                .containsExactly("1, 0")
                .allMatch(outcome -> expected(SuspendBesideWriteback.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void asPublishedWc21WritebackGoesOnAfterSuspend() {
        assertThat(outcomes(runtime -> suspend(runtime, WritecacheDefects.type("WC-21"))).keySet())
                .anyMatch(outcome -> outcome.startsWith("1, ")
                        && expected(SuspendBesideWriteback.class, outcome) == Expect.FORBIDDEN);
    }

    @Test
    void aReadBesideAWriteSeesTheOldOrTheNewBlock() {
        assertThat(outcomes(runtime -> read(runtime, new WriteboostModule(ONE_LINE))).keySet())
                .containsExactly("1, 2", "2, 2")
                .allMatch(outcome -> expected(ReadBesideWrite.class, outcome) == Expect.ACCEPTABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WB-B1", "WB-B2"})
    void asPublishedAReadBesideAWriteSeesNeither(String id) {
        assertThat(outcomes(runtime -> read(runtime, WriteboostDefects.module(id, ONE_LINE))).keySet())
                .contains("0, 2");
        assertThat(expected(ReadBesideWrite.class, "0, 2")).isEqualTo(Expect.FORBIDDEN);
    }

    @Test
    void theLastVersionOfAMigratedBlockStays() {
        assertThat(outcomes(runtime -> migrate(runtime, new WriteboostModule(ONE_LINE))).keySet())
                .containsExactly("2, 3")
                .allMatch(outcome -> expected(WriteBesideMigration.class, outcome) == Expect.ACCEPTABLE);
    }

    @Test
    void asPublishedWbB4TheDaemonWritesLast() {
        assertThat(outcomes(runtime -> migrate(runtime, WriteboostDefects.module("WB-B4", ONE_LINE))).keySet())
                .contains("1, 3");
        assertThat(expected(WriteBesideMigration.class, "1, 3")).isEqualTo(Expect.FORBIDDEN);
    }

    private static Race flush(Runtime runtime, TargetType writecache) {
        FlushRacesWriteCompletion race = new FlushRacesWriteCompletion(runtime, writecache);
        return race(race::writer, race::flusher, race::result);
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

    private static Race writeError(Runtime runtime, TargetType writecache) {
        WriteErrorWakesWriters race = new WriteErrorWakesWriters(runtime, writecache);
        return race(race::firstPair, race::secondPair, race::result);
    }

    private static Race flushError(Runtime runtime, TargetType writecache) {
        FlushErrorWakesWriters race = new FlushErrorWakesWriters(runtime, writecache);
        return race(race::firstPair, race::secondPair, race::result);
    }

    private static Race suspend(Runtime runtime, TargetType writecache) {
        SuspendBesideWriteback race = new SuspendBesideWriteback(runtime, writecache);
        return race(race::writer, race::suspender, race::result);
    }

    private static Race read(Runtime runtime, TargetModule writeboost) {
        ReadBesideWrite race = new ReadBesideWrite(runtime, writeboost);
        return race(race::writer, race::reader, race::result);
    }

    private static Race migrate(Runtime runtime, TargetModule writeboost) {
        WriteBesideMigration race = new WriteBesideMigration(runtime, writeboost);
        return race(race::migrator, race::writer, race::result);
    }

    private static Race race(Runnable first, Runnable second, Consumer<II_Result> arbiter) {
        II_Result result = new II_Result();
        return new Race(first, second, () -> {
            arbiter.accept(result);
            return result.toString();
        });
    }

    /** How often each outcome is seen; a hang or a broken invariant is one too, and in no table. */
    private static Map<String, Integer> outcomes(Function<Runtime, Race> race) {
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            SimulatedRuntime runtime = new SimulatedRuntime(chooser(seed));
            String[] outcome = {null};
            try {
                runtime.run(() -> outcome[0] = run(race.apply(runtime), runtime));
            } catch (DeadlockException | BrokenInvariant e) {
                outcome[0] = e.getMessage();
            }
            seen.merge(outcome[0], 1, Integer::sum);
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
