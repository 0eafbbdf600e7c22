package powercut.crash.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import powercut.block.DiskOptions;
import powercut.crash.BadInputException;
import powercut.crash.explore.Bounds;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.Funnel;
import powercut.crash.explore.Stack;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.SharedMarks;
import powercut.crash.values.ContentPool;
import powercut.dm.LinearTarget;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetTypes;

/** The oracle on logs made by hand, below and above a linear target: what it accepts, and what it rejects, where. */
class LogCheckTest {
    private final LogLines bottom = new LogLines("bottom");
    private final LogLines top = new LogLines("top");
    private final List<String> progress = new ArrayList<>();
    private DiskOptions options = DiskOptions.DEFAULT;
    private LogCheck check;
    private Funnel funnel;

    @Test
    void flushedWriteIsThereAfterTheFlush() {
        top.write(0, 1).flush().mark("a");
        bottom.write(0, 1).flush().mark("a");
        assertThat(violations()).isEmpty();
        assertThat(funnel.crashPoints()).as("before the flush completes, after the mark").isEqualTo(2);
        assertThat(check.marks()).isEqualTo(1);
        assertThat(progress).containsExactly("1/3", "2/3", "3/3");
    }

    @Test
    void flushThatDidNotReachTheDiskIsALoss() {
        top.write(0, 1).flush().mark("a").mark("b");
        bottom.write(0, 1).mark("a").flush().mark("b");
        assertThat(violations()).containsExactly("after mark a: sector 0",
                "before log entry 2 (FLUSH) completes: sector 0");
        assertThat(check.marks()).isEqualTo(2);
        assertThat(check.marksViolated()).isEqualTo(1);
    }

    @Test
    void flushWithNothingToFlushIsNoCrashPoint() {
        top.mark("a");
        bottom.flush().flush().mark("a");
        assertThat(violations()).isEmpty();
        assertThat(funnel.crashPoints()).isEqualTo(1);
    }

    @Test
    void foreignWriteIsSeenAtTheEndOfItsEpoch() {
        top.fua(0, 1).mark("a").mark("b");
        bottom.fua(0, 1).mark("a").write(0, 3).flush().write(0, 1).flush().mark("b");
        assertThat(violations()).containsExactly("before log entry 3 (FLUSH) completes: sector 0",
                "before log entry 5 (FLUSH) completes: sector 0");
    }

    @Test
    void fuaWriteUnderWayMayBeThereOrNot() {
        top.fua(0, 1).mark("a").fua(0, 2).mark("b");
        bottom.fua(0, 1).mark("a").fua(0, 2).mark("b");
        assertThat(violations()).isEmpty();
        assertThat(funnel.crashPoints()).isEqualTo(4);
        assertThat(funnel.log2CrashStates()).as("2 + 1 + 2 + 1 states").isCloseTo(Math.log(6) / Math.log(2),
                within(1e-9));
    }

    @Test
    void fuaWriteUnderWayIsACrashPointOfItsOwn() {
        top.fua(0, 1).mark("a").mark("b");
        bottom.fua(0, 1).mark("a").fua(0, 3).fua(0, 1).mark("b");
        assertThat(violations()).containsExactly("while log entry 2 (WRITE FUA 0+1) is under way: sector 0",
                "while log entry 3 (WRITE FUA 0+1) is under way: sector 0");
    }

    @Test
    void dataOfAFlushBelongsToTheNextEpoch() {
        top.write(0, 1).flush().write(1, 2).flush().mark("a");
        bottom.write(0, 1).flushAndWrite(1, 2).mark("a");
        assertThat(violations()).containsExactly("after mark a: sector 1");
    }

    @Test
    void writeThatTheUpperLogTellsLateIsNoFalseAlarm() {
        top.mark("a").flush().flush().mark("b").write(0, 1).flush();
        bottom.mark("a").write(0, 1).flush().mark("b");
        assertThat(violations()).isEmpty();
    }

    @Test
    void discardedSectorMayHoldZerosIfTheDiscardWasAskedFor() {
        top.fua(0, 1).mark("a").discard(0, 1).mark("b");
        bottom.fua(0, 1).mark("a").discard(0, 1).mark("b");
        assertThat(violations()).isEmpty();
    }

    @Test
    void discardThatNobodyAskedForIsALoss() {
        top.fua(0, 1).mark("a").mark("b");
        bottom.fua(0, 1).mark("a").discard(0, 1).mark("b");
        assertThat(violations()).containsExactly("after mark b: sector 0");
    }

    @Test
    void whatFollowsTheLastMarkIsNotJudged() {
        top.fua(0, 1).mark("a");
        bottom.fua(0, 1).mark("a").fua(0, 3).flush();
        assertThat(violations()).isEmpty();
        assertThat(progress).endsWith("2/2");
    }

    @Test
    void logWithoutMarksIsRefused() {
        bottom.write(0, 1).flush();
        top.write(0, 1).flush();
        assertThatThrownBy(this::violations).hasCauseInstanceOf(BadInputException.class)
                .hasMessageContaining("bottom: there is no mark in it, so nothing says when what was promised");
    }

    @Test
    void lyingDiskLosesWhatWasFlushedAndForced() {
        options = DiskOptions.DEFAULT.withLyingFlush();
        top.write(0, 1).flush().fua(2, 2).mark("a");
        bottom.write(0, 1).flush().fua(2, 2).mark("a");
        assertThat(violations()).containsExactly("after mark a: sector 0", "after mark a: sector 2");
    }

    @Test
    void diskWithoutVolatileCacheNeedsNoFlush() {
        options = DiskOptions.DEFAULT.withoutVolatileCache();
        top.write(0, 1).flush().mark("a");
        bottom.write(0, 1).mark("a");
        assertThat(violations()).isEmpty();
    }

    private List<String> violations() {
        try {
            Stack stack = new Stack(Table.parse("0 8 linear log 0"), new TargetTypes(LinearTarget.TYPE),
                    List.of(new Stack.Disk("log", 8, options)), Map.of("log", new Stack.Slice(0, 0, 8)));
            Promises promises = new TopLogPromises(top.log(), 8);
            CrashExplorer explorer = new CrashExplorer(stack, new ContentPool(), Bounds.DEFAULT,
                    new Words(new Provenance(promises.sources()), Words.Reasons.NONE));
            funnel = explorer.funnel();
            SharedMarks logs = new SharedMarks(List.of(new DeviceLog(DeviceLog.ONLY, bottom.log())));
            check = new LogCheck(logs, promises, explorer, List.of(options));
            check.run((entry, entries) -> progress.add(entry + "/" + entries));
        } catch (TableException | BadInputException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        return funnel.violations().stream().map(violation -> violation.point().when() + ": sector "
                + violation.sector()).toList();
    }
}
