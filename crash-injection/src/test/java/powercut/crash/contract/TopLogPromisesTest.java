package powercut.crash.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import powercut.crash.BadInputException;
import powercut.crash.values.SectorSets;

/** Admissible values of sector 0, by what the upper log says. */
class TopLogPromisesTest {
    private static final long SECTORS = 8;

    @Test
    void whatAFlushOrFuaBeforeTheMarkMadeDurableMustStay() throws BadInputException {
        admissible(promises(top().write(0, 1).flush().mark("a")).afterMark("a"), 1);
        admissible(promises(top().fua(0, 1).mark("a")).afterMark("a"), 1);
        admissible(promises(top().write(0, 1).mark("a")).afterMark("a"), 0, 1);
    }

    @Test
    void dataOfAFlushIsNotCoveredByIt() throws BadInputException {
        admissible(promises(top().flushAndWrite(0, 1).mark("a")).afterMark("a"), 0, 1);
    }

    @Test
    void plainWriteThatTheLogHasBehindAFuaWriteMayBeTheOlderOne() throws BadInputException {
        admissible(promises(top().fua(0, 1).write(0, 2).flush().mark("a")).afterMark("a"), 1, 2);
        admissible(promises(top().flush().fua(0, 1).write(0, 2).flush().mark("a")).afterMark("a"), 1, 2);
        admissible(promises(top().fua(0, 1).flush().write(0, 2).flush().mark("a")).afterMark("a"), 2);
    }

    @Test
    void plainWriteOfAnEarlierEpochIsOverridden() throws BadInputException {
        admissible(promises(top().flush().write(0, 1).flush().fua(0, 2).mark("a")).afterMark("a"), 2);
        admissible(promises(top().flushAndWrite(0, 1).flush().fua(0, 2).mark("a")).afterMark("a"), 2);
    }

    @Test
    void discardMayBringBackWhatItDiscarded() throws BadInputException {
        admissible(promises(top().fua(0, 1).discard(0, 1).mark("a")).afterMark("a"), 0, 1);
    }

    @Test
    void writesLoggedAfterTheNextMarkAreAdmissibleUpToTheSecondFlush() throws BadInputException {
        LogLines top = top().mark("a").write(0, 1).flush().mark("b").write(0, 2).flush().write(0, 3).flush()
                .write(0, 4).mark("c");
        Promises promises = promises(top);
        admissible(promises.initial(), 0, 1, 2);
        admissible(promises.afterMark("a"), 0, 1, 2, 3);
        admissible(promises.afterMark("b"), 1, 2, 3, 4);
        admissible(promises.afterMark("c"), 3, 4);
    }

    @Test
    void flushesBeforeTheNextMarkDoNotHideAWriteAcknowledgedBeforeIt() throws BadInputException {
        admissible(promises(top().mark("a").flush().flush().mark("b").write(0, 1).flush()).afterMark("a"), 0, 1);
    }

    @Test
    void promiseNamesTheWriteAndTheFlush() throws BadInputException {
        SectorSets contract = promises(top().write(0, 1).flush().mark("a")).afterMark("a");
        assertThat(contract.promise(0).what()).hasToString("log entry 0 (WRITE 0+1)");
        assertThat(contract.promise(0).durableBy()).hasToString("log entry 1 (FLUSH)");
    }

    @Test
    void everySectorOfEveryWriteIsASource() throws BadInputException {
        assertThat(promises(top().write(2, 7, 8).discard(0, 1).mark("a").fua(5, 9)).sources())
                .extracting(source -> source.value() + " in " + source.sector() + " from " + source.what())
                .containsExactly("7 in 2 from log entry 0 (WRITE 2+2)", "8 in 3 from log entry 0 (WRITE 2+2)",
                        "9 in 5 from log entry 3 (WRITE FUA 5+1)");
    }

    @Test
    void missingMarkIsOneLine() throws BadInputException {
        Promises promises = promises(top().mark("a").write(0, 1));
        promises.afterMark("a");
        assertThatThrownBy(() -> promises.afterMark("b")).isInstanceOf(BadInputException.class)
                .hasMessage("top: the mark \"b\" of the other log is missing here");
    }

    @Test
    void otherMarkInItsPlaceIsOneLine() throws BadInputException {
        Promises promises = promises(top().write(0, 1).mark("x"));
        assertThatThrownBy(() -> promises.afterMark("a")).isInstanceOf(BadInputException.class)
                .hasMessage("top: log entry 1 (MARK x) stands where the other log has the mark \"a\";"
                        + " both logs must have the same marks in the same order");
    }

    @Test
    void logBeyondTheTableIsRefused() throws BadInputException {
        assertThat(promises(top().write(7, 1).flush())).isNotNull();
        assertThatThrownBy(() -> promises(top().flush().write(7, 1, 2))).isInstanceOf(BadInputException.class)
                .hasMessage("top: log entry 1 (WRITE 7+2) lies beyond the mapped device, which has 8 sectors;"
                        + " is it the log recorded above the driver?");
        assertThatThrownBy(() -> promises(top().discard(8, 1))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("log entry 0 (DISCARD 8+1) lies beyond");
    }

    private static LogLines top() {
        return new LogLines("top");
    }

    private static Promises promises(LogLines top) throws BadInputException {
        return new TopLogPromises(top.log(), SECTORS);
    }

    private static void admissible(SectorSets contract, int... values) {
        assertThat(contract.possible(0)).as("admissible values of sector 0").containsExactly(values);
    }
}
