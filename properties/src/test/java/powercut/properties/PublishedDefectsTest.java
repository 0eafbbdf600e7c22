package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;
import powercut.crash.explore.Violation;
import powercut.crash.values.SectorSets;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.CaughtBy;
import powercut.dm.PublishedDefect.Layer;
import powercut.dm.TargetType;
import powercut.properties.Machine.Mode;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/**
 * The body of {@link WritecacheContract} finds each published defect, and in the same scenarios nothing in the
 * reference.
 */
class PublishedDefectsTest {
    private static final int SEEDS = 300;
    private static final int GEN_SIZE = 1000; // jqwik's hint of how many values will be drawn

    /** What a defect does to the one who trusts the device. */
    private enum Kind {
        ANOTHER_SECTORS_CONTENT("WC-01", Mode.SSD, found -> found.found().startsWith("the content of sector ")),
        FUA_WRITE_LOST_IN_MEMORY("WC-02", Mode.PMEM, Kind::isFuaWrite),
        FUA_WRITE_LOST("WC-03", Mode.SSD, Kind::isFuaWrite),
        FLUSHED_WRITE_LOST("WC-04", Mode.SSD,
                found -> found.promised().matches("op .*, durable by op [0-9]+ \\(flush.*"));

        private final String id;
        private final Mode mode;
        private final Predicate<Violation> is;

        Kind(String id, Mode mode, Predicate<Violation> is) {
            this.id = id;
            this.mode = mode;
            this.is = is;
        }

        private static boolean isFuaWrite(Violation found) {
            return found.promised().endsWith("durable by " + SectorSets.BY_FUA);
        }
    }

    @Example
    void everyDefectHasItsKindOfViolation() {
        CaughtBy property = new CaughtBy(Layer.PROPERTY, "PublishedDefectsTest");
        assertThat(WritecacheDefects.ALL).filteredOn(defect -> defect.caughtBy().contains(property))
                .extracting(PublishedDefect::id)
                .containsExactlyElementsOf(List.of(Kind.values()).stream().map(kind -> kind.id).toList());
    }

    @Example
    void blockCommittedBeforeItsDataShowsAnotherSector() {
        assertFound(Kind.ANOTHER_SECTORS_CONTENT);
    }

    @Example
    void ignoredFuaLosesTheWriteInMemory() {
        assertFound(Kind.FUA_WRITE_LOST_IN_MEMORY);
    }

    @Example
    void ignoredFuaLosesTheWrite() {
        assertFound(Kind.FUA_WRITE_LOST);
    }

    @Example
    void flushThatDoesNothingLosesTheWrite() {
        assertFound(Kind.FLUSHED_WRITE_LOST);
    }

    /** Up to the first scenario that shows it; the reference must hold in all of them. */
    private static void assertFound(Kind kind) {
        TargetType published = WritecacheDefects.type(kind.id);
        RandomGenerator<Scenario> scenarios = Scenarios.scenarios(kind.mode).generator(GEN_SIZE);
        for (int seed = 1; seed <= SEEDS; seed++) {
            Scenario scenario = scenarios.next(new Random(seed)).value();
            assertThat(scenario.explore(new WritecacheType()).violations()).as(scenario.reproduction()).isEmpty();
            if (shows(scenario, published, kind)) {
                return;
            }
        }
        fail("%s: no violation of the kind %s in %d scenarios", kind.id, kind, SEEDS);
    }

    private static boolean shows(Scenario scenario, TargetType published, Kind kind) {
        return scenario.explore(published).violations().stream().anyMatch(kind.is);
    }
}
