package powercut.crash.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.block.Bio.Op;
import powercut.block.DiskOptions;
import powercut.crash.values.SectorSets.Rule;

/** What makes a write durable; sector 0 held zeros before. */
class IoTest {
    private static final Io WRITE = new Io("write", Op.WRITE, false, false, 0, 1, new int[] {1});
    private static final Io WRITE_FUA = new Io("write", Op.WRITE, false, true, 0, 1, new int[] {2});
    private static final Io FLUSH = new Io("flush", Op.FLUSH, true, false, 0, 0, null);
    private static final Io FLUSH_AND_WRITE = new Io("write", Op.WRITE, true, false, 0, 1, new int[] {3});

    private final SectorSets sets = SectorSets.zeros(Rule.MEDIUM);
    private DiskOptions options = DiskOptions.DEFAULT;

    @Test
    void writeIsDurableAfterAFlushThatBeganAfterItsEnd() {
        Io.InFlight early = FLUSH.begin(sets, options);
        run(WRITE, false);
        early.end(true);
        possible(0, 1);
        run(FLUSH, true);
        possible(1);
        run(FLUSH, false);
    }

    @Test
    void fuaWriteIsDurableWhenItEnds() {
        run(WRITE_FUA, true);
        possible(2);
    }

    @Test
    void preflushSavesWhatWasBeforeItAndNotItsOwnData() {
        run(WRITE, false);
        run(FLUSH_AND_WRITE, true);
        possible(1, 3);
    }

    @Test
    void failureMakesNothingDurable() {
        run(WRITE, false);
        FLUSH.begin(sets, options).end(false);
        WRITE_FUA.begin(sets, options).end(false);
        possible(0, 1, 2);
    }

    @Test
    void lyingDiskKeepsNothing() {
        options = options.withLyingFlush();
        WRITE_FUA.begin(sets, options).end(true);
        FLUSH.begin(sets, options).end(true);
        possible(0, 2);
    }

    @Test
    void withoutAVolatileCacheWhatHasEndedIsDurable() {
        options = options.withoutVolatileCache();
        run(WRITE, true);
        possible(1);
    }

    @Test
    void discardedSectorMayHoldWhatItHeldEvenAfterAFlush() {
        run(WRITE_FUA, true);
        run(new Io("discard", Op.DISCARD, false, false, 0, 1, null), false);
        run(FLUSH, true);
        possible(0, 2);
    }

    private void run(Io io, boolean endsEpoch) {
        Io.InFlight inFlight = io.begin(sets, options);
        assertThat(inFlight.endsEpoch()).isEqualTo(endsEpoch);
        inFlight.end(true);
    }

    private void possible(int... values) {
        assertThat(sets.possible(0)).containsExactly(values);
    }
}
