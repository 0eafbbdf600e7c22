package powercut.crash.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import powercut.crash.values.SectorSets.Flush;
import powercut.crash.values.SectorSets.Rule;

/**
 * The oracle's own table: histories of one sector, and what may be there afterwards. Values are 1, 2, 3; 0 is zeros.
 */
class SectorSetsTest {
    private SectorSets sets = SectorSets.zeros(Rule.MEDIUM);

    @Test
    void whatWasNeverWrittenIsZeros() {
        possible(0);
        assertThat(sets.untouched(0, 1000)).isTrue();
    }

    @Test
    void writeUnderWayMayBeThereOrNot() {
        begin(1);
        possible(0, 1);
    }

    @Test
    void endedWriteIsStillVolatile() {
        sets.end(begin(1));
        possible(0, 1);
    }

    @Test
    void flushMakesWhatHadEndedDurable() {
        sets.end(begin(1));
        flush();
        possible(1);
    }

    @Test
    void flushLeavesWhatWasUnderWayVolatile() {
        Write write = begin(1);
        flush();
        sets.end(write);
        possible(0, 1);
    }

    @Test
    void writeThatEndsDuringTheFlushIsNotCovered() {
        Write write = begin(1);
        Flush flush = sets.beginFlush();
        sets.end(write);
        sets.endFlush("flush", flush);
        possible(0, 1);
    }

    @Test
    void fuaIsDurableItselfAndSaysNothingOfOthers() {
        sets.end(sets.begin("other", 9, new int[] {3}));
        sets.endDurable(begin(1), SectorSets.BY_FUA);
        possible(1);
        assertThat(sets.possible(9)).containsExactly(0, 3);
    }

    @Test
    void frozenSetsStayAsTheyWere() {
        sets.end(begin(1));
        flush();
        sets.end(begin(3));
        sets.end(begin(2));
        SectorSets frozen = sets.frozen();
        sets.end(sets.begin("other", 9, new int[] {1}));
        flush();
        possible(2);
        assertThat(frozen.possible(5)).containsExactly(1, 2, 3);
        assertThat(frozen.newest(5)).isEqualTo(2);
        assertThat(frozen.possible(9)).containsExactly(0);
        assertThat(frozen.log2States()).isCloseTo(Math.log(3) / Math.log(2), within(1e-9));
    }

    @Test
    void anyVersionSinceTheFlushMayBeThere() {
        sets.end(begin(1));
        flush();
        sets.end(begin(2));
        sets.end(begin(3));
        possible(1, 2, 3);
    }

    @Test
    void failedWriteMayBeThereForEver() {
        sets.fail(begin(1));
        flush();
        possible(0, 1);
    }

    @Test
    void laterDurableWriteEndsTheDoubtOfAFailedOne() {
        sets.fail(begin(1));
        sets.end(begin(2));
        flush();
        possible(2);
    }

    @Test
    void overlappingWritesOnADiskLeaveTheOneThatEndedLast() {
        Write first = begin(1);
        Write second = begin(2);
        sets.end(second);
        sets.end(first);
        flush();
        possible(1);
    }

    @Test
    void overlappingWritesOfAnUpperLayerMayEndEitherWay() {
        sets = SectorSets.zeros(Rule.CONTRACT);
        Write first = begin(1);
        Write second = begin(2);
        sets.end(second);
        sets.end(first);
        flush();
        possible(1, 2);
    }

    @Test
    void fuaOverwriteMakesEarlierEndedWritesStale() {
        sets = SectorSets.zeros(Rule.CONTRACT);
        sets.end(begin(1));
        sets.endDurable(begin(2), SectorSets.BY_FUA);
        possible(2);
    }

    @Test
    void discardOnADiskLeavesTheOldValueOrZerosEvenAfterAFlush() {
        sets.end(begin(1));
        flush();
        sets.end(sets.beginDiscard("discard", 5, 1));
        flush();
        possible(0, 1);
    }

    @Test
    void discardOfAnUpperLayerMayBringBackAnyEarlierValue() {
        sets = SectorSets.zeros(Rule.CONTRACT);
        sets.end(begin(1));
        flush();
        sets.end(begin(2));
        flush();
        possible(2);
        sets.end(sets.beginDiscard("discard", 5, 1));
        flush();
        possible(0, 1, 2);
    }

    @Test
    void writeAfterADiscardEndsItsDoubt() {
        sets = SectorSets.zeros(Rule.CONTRACT);
        sets.end(begin(1));
        sets.end(sets.beginDiscard("discard", 5, 1));
        sets.end(begin(2));
        flush();
        possible(2);
    }

    @Test
    void setsAboveBeginWithThoseBelow() {
        sets.end(begin(1));
        SectorSets above = sets.above();
        above.end(above.begin("recovery", 5, new int[] {3}));
        assertThat(above.possible(5)).containsExactly(0, 1, 3);
        above.settle(5, 1);
        assertThat(above.possible(5)).containsExactly(1);
        possible(0, 1);
    }

    @Test
    void sameValueTwiceIsOneValue() {
        sets.end(begin(1));
        flush();
        begin(1);
        possible(1);
        assertThat(sets.settled(5)).isEqualTo(1);
        assertThat(sets.log2States()).isZero();
    }

    @Test
    void statesMultiplyOverSectors() {
        sets.begin("three sectors", 5, new int[] {1, 2, 3});
        sets.begin("again", 6, new int[] {1});
        assertThat(sets.log2States()).isCloseTo(2 + Math.log(3) / Math.log(2), within(1e-12));
    }

    @Test
    void promiseNamesTheWriteAndWhatMadeItDurable() {
        sets = SectorSets.zeros(Rule.CONTRACT);
        sets.end(begin(1));
        flush();
        assertThat(sets.promise(5).what()).isEqualTo("w1");
        assertThat(sets.promise(5).durableBy()).isEqualTo("flush");
        assertThat(sets.above().promise(5)).isSameAs(sets.promise(5));
    }

    private Write begin(int value) {
        return sets.begin("w" + value, 5, new int[] {value});
    }

    private void flush() {
        sets.endFlush("flush", sets.beginFlush());
    }

    private void possible(int... values) {
        assertThat(sets.possible(5)).as("possible values of sector 5").containsExactly(values);
        for (int value = 0; value <= 3; value++) {
            int candidate = value;
            assertThat(sets.admits(5, value)).isEqualTo(Arrays.stream(values).anyMatch(v -> v == candidate));
        }
    }
}
