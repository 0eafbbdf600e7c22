package powercut.crash.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import powercut.crash.values.SectorSets.Rule;

/** What else sets of values can be asked, above all where one lies above another. Writes are named by their value. */
class SectorSetsQueriesTest {
    private final SectorSets medium = SectorSets.zeros(Rule.MEDIUM);
    private final SectorSets contract = SectorSets.zeros(Rule.CONTRACT);

    @Test
    void nothingIsPromisedUntilSomethingIsDurable() {
        contract.end(write(contract, 5, 1));
        assertThat(contract.promise(5)).isNull();
    }

    @Test
    void laterPromiseReplacesTheEarlierAlsoFromAbove() {
        durable(contract, 5, 1);
        SectorSets above = contract.above();
        durable(above, 5, 2);
        assertThat(above.promise(5).what()).isEqualTo("w2");
        assertThat(contract.promise(5).what()).isEqualTo("w1");
    }

    @Test
    void staleWriteThatAFlushCoversLaterIsNoPromise() {
        contract.end(write(contract, 5, 1));
        durable(contract, 5, 2);
        contract.endFlush("flush", contract.beginFlush());
        assertThat(contract.promise(5).what()).isEqualTo("w2");
    }

    @Test
    void discardPromisesNothing() {
        durable(contract, 5, 1);
        contract.endDurable(contract.beginDiscard("discard", 5, 1), "flush");
        assertThat(contract.promise(5).what()).isEqualTo("w1");
    }

    @Test
    void versionsAreThoseNotStaleOldestFirst() {
        medium.end(write(medium, 5, 1));
        write(medium, 5, 2);
        SectorSets above = medium.above();
        write(above, 5, 3);
        assertThat(above.versions(5)).extracting(Write::what).containsExactly("w1", "w2", "w3");
        assertThat(medium.versions(5)).extracting(Write::what).containsExactly("w1", "w2");
        assertThat(medium.versions(6)).isEmpty();
    }

    @Test
    void versionsBelowADurableWriteAreStale() {
        medium.end(write(medium, 5, 1));
        SectorSets above = medium.above();
        durable(above, 5, 2);
        write(above, 5, 3);
        assertThat(above.versions(5)).extracting(Write::what).containsExactly("w3");
        assertThat(above.possible(5)).containsExactly(2, 3);
    }

    @Test
    void newestIsTheValueOfTheVersionThatBeganLast() {
        medium.settle(5, 4);
        assertThat(medium.newest(5)).isEqualTo(4);
        write(medium, 5, 1);
        write(medium, 5, 3);
        assertThat(medium.newest(5)).isEqualTo(3);
        medium.beginDiscard("discard", 5, 1);
        assertThat(medium.newest(5)).isEqualTo(ContentPool.ZERO);
    }

    @Test
    void newestIsAmongTheValuesSettledAbove() {
        write(medium, 5, 1);
        write(medium, 5, 3);
        SectorSets above = medium.above();
        above.settle(5, new int[] {0, 1});
        assertThat(above.newest(5)).isIn(0, 1);
    }

    @Test
    void touchedSectorsAreThoseOfThisLayerAlone() {
        write(medium, 5, 1);
        medium.settle(200, 0);
        SectorSets above = medium.above();
        assertThat(above.touchedHere()).isEmpty();
        above.settle(300, new int[] {1, 2});
        write(above, 7, 1);
        assertThat(above.touchedHere()).containsExactly(7, 300);
        assertThat(medium.touchedHere()).containsExactly(5, 200);
    }

    @Test
    void manyTouchedSectorsAreAllListed() {
        for (long sector = 1000; sector < 1300; sector++) {
            medium.settle(sector, 1);
        }
        assertThat(medium.touchedHere()).hasSize(300).startsWith(1000, 1001).endsWith(1299);
    }

    @Test
    void untouchedAsksAllLayersAndUntouchedHereTheTopmost() {
        write(medium, 5, 1);
        SectorSets above = medium.above();
        write(above, 500, 1);
        assertThat(above.untouchedHere(5, 1)).isTrue();
        assertThat(above.untouched(5, 1)).isFalse();
        assertThat(above.untouched(0, 6)).isFalse();
        assertThat(above.untouched(128, 300)).isTrue();
        assertThat(above.untouched(128, 400)).isFalse();
    }

    @Test
    void ambiguousAreTheSectorsWithSeveralValues() {
        write(medium, 5, 1);
        medium.settle(6, 1);
        medium.settle(300, new int[] {1, 2});
        write(medium, 7, 0);
        assertThat(medium.ambiguousHere()).containsExactly(5, 300);
        assertThat(medium.above().ambiguousHere()).isEmpty();
    }

    @Test
    void flushHasSomethingToDoWhileWhatEndedIsNotDurable() {
        Write write = write(medium, 5, 1);
        assertThat(medium.hasUnflushed()).as("under way").isFalse();
        medium.end(write);
        assertThat(medium.hasUnflushed()).as("ended").isTrue();
        medium.endFlush("flush", medium.beginFlush());
        assertThat(medium.hasUnflushed()).as("flushed").isFalse();
    }

    @Test
    void fingerprintTellsPossibleValuesApartAndNotHowTheyCameAbout() {
        SectorSets written = medium.above();
        write(written, 5, 1);
        SectorSets settled = medium.above();
        settled.settle(5, new int[] {0, 1});
        SectorSets other = medium.above();
        other.settle(5, 1);
        assertThat(written.fingerprint()).isEqualTo(settled.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void unionIsAscendingWithoutRepetition() {
        int[] one = {1, 5, 9};
        assertThat(ValueSet.union(one, new int[] {0, 5, 7})).containsExactly(0, 1, 5, 7, 9);
        assertThat(ValueSet.union(one, one)).containsExactly(1, 5, 9);
        assertThat(Arrays.equals(one, new int[] {1, 5, 9})).as("the argument is not changed").isTrue();
    }

    private static Write write(SectorSets sets, long sector, int value) {
        return sets.begin("w" + value, sector, new int[] {value});
    }

    private static void durable(SectorSets sets, long sector, int value) {
        sets.endDurable(write(sets, sector, value), SectorSets.BY_FUA);
    }
}
