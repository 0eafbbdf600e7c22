package powercut.crash.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.block.Sectors;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.FakeRecovery.Machine;
import powercut.crash.explore.FakeRecovery.Steps;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.crash.values.SectorSets.Rule;

/**
 * Counts and bounds of the explorer, on recoveries of a few steps. Disk sectors: 0 a flag, 1 a journal that holds
 * what was promised, 2 and on a metadata area, 15 what the device shows.
 */
class CrashExplorerTest {
    private static final int FLAG = 0;
    private static final int JOURNAL = 1;
    private static final int AREA = 2;
    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int PROMISED = 9;
    private static final Bounds SHALLOW = new Bounds(1, 1000);
    private static final Steps NOTHING = machine -> { };

    private final ContentPool pool = new ContentPool();
    private final SectorSets medium = SectorSets.zeros(Rule.MEDIUM);
    private final SectorSets contract = SectorSets.zeros(Rule.CONTRACT);

    @BeforeEach
    void internValuesSoThatEachIsItsByte() {
        for (int value = 1; value <= PROMISED; value++) {
            byte[] bytes = new byte[Sectors.BYTES];
            Arrays.fill(bytes, (byte) value);
            assertThat(pool.intern(bytes, 0)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // flag at the crash, depth, depth of the violation found; 0 for none
        "1, 1, 0",
        "1, 2, 2",
        "1, 3, 2",
        "2, 1, 0",
        "2, 2, 0",
        "2, 3, 3",
    })
    void recoveryThatIsOnlyWrongWhenCrashedIsFoundAtItsDepth(int flag, int depth, int found) {
        medium.settle(FLAG, flag);
        medium.settle(JOURNAL, PROMISED);
        promise();
        Funnel funnel = explore(CrashExplorerTest::clearFlagBeforeCopying, new Bounds(depth, 1000));
        assertThat(funnel.violations()).extracting(Violation::depth).isEqualTo(found == 0 ? List.of() : List.of(found));
        assertThat(funnel.violations()).allMatch(violation -> violation.sector() == 0);
        assertThat(funnel.exhaustive()).isTrue();
        assertThat(funnel.crashPoints()).isEqualTo(1);
        assertThat(funnel.nestedPoints() > 0).isEqualTo(depth > 1);
    }

    /**
     * With flag 1 the flag is cleared before what the journal promises is in place; flag 2 leads there by way of flag
     * 1.
     */
    private static void clearFlagBeforeCopying(Machine machine) {
        int flag = machine.read(FLAG);
        if (flag > 0) {
            machine.write(FLAG, flag - 1, true);
            machine.write(FakeRecovery.HOME, machine.read(JOURNAL), false);
            machine.flush();
        }
        if (flag > 1) {
            machine.write(FLAG, 0, true);
        }
    }

    @Test
    void recoveryThatCopiesBeforeItClearsTheFlagHoldsAtAnyDepth() {
        medium.settle(FLAG, 1);
        medium.settle(JOURNAL, PROMISED);
        promise();
        Funnel funnel = explore(CrashExplorerTest::copyBeforeClearingFlag, Bounds.DEFAULT);
        assertThat(funnel.holds()).isTrue();
        assertThat(funnel.nestedPoints()).isPositive();
    }

    private static void copyBeforeClearingFlag(Machine machine) {
        if (machine.read(FLAG) == 1) {
            machine.write(FakeRecovery.HOME, machine.read(JOURNAL), false);
            machine.flush();
            machine.write(FLAG, 0, true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void areaWhoseSectorsAllLeadToTheSameStateCostsTwoRecoveries(int sectors) {
        oldOrNew(sectors);
        Funnel funnel = explore(machine -> {
            for (int i = 0; i < sectors; i++) {
                machine.read(AREA + i);
            }
        }, SHALLOW);
        assertThat(funnel.recoveries()).isEqualTo(2);
        assertThat(funnel.recoveredStates()).isEqualTo(1);
        assertThat(funnel.log2CrashStates()).isCloseTo(sectors, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void areaOfWhichOnlyTheNumberOfNewSectorsCountsCostsTwoRecoveriesEach(int sectors) {
        oldOrNew(sectors);
        Funnel funnel = explore(machine -> {
            machine.state.add(0);
            for (int i = 0; i < sectors; i++) {
                int sum = machine.state.get(0) + (machine.read(AREA + i) == NEW ? 1 : 0);
                machine.state.set(0, sum);
            }
        }, SHALLOW);
        assertThat(funnel.recoveries()).isEqualTo(2 * sectors);
        assertThat(funnel.recoveredStates()).isEqualTo(sectors + 1);
        assertThat(funnel.exhaustive()).isTrue();
    }

    @Test
    void sectorsOfOneReadAreNotMergedForTheBufferHoldsState() {
        oldOrNew(4);
        Funnel funnel = explore(machine -> machine.read(AREA, 4), SHALLOW);
        assertThat(funnel.recoveries()).isEqualTo(16);
    }

    @Test
    void sectorThatRecoveryDoesNotReadSplitsNothingButIsTested() {
        promise();
        medium.settle(FakeRecovery.HOME, new int[] {OLD, PROMISED});
        Funnel funnel = explore(NOTHING, SHALLOW);
        assertThat(funnel.recoveries()).isEqualTo(1);
        assertThat(funnel.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.promised()).isEqualTo("op 1, durable by its FUA flag");
            assertThat(violation.found()).isEqualTo("content that was never written to the device");
        });
    }

    @ParameterizedTest
    @CsvSource({
        // recoveries allowed, made, branches left, of 1 + 3
        "1, 1, 3",
        "2, 2, 2",
        "3, 3, 1",
        "4, 4, 0",
        "5, 4, 0",
    })
    void whatTheBoundCutsOffIsCountedAndNotExhaustive(long allowed, long made, long left) {
        medium.settle(AREA, new int[] {1, 2, 3, 4});
        Funnel funnel = explore(machine -> machine.read(AREA), new Bounds(1, allowed));
        assertThat(funnel.recoveries()).isEqualTo(made);
        assertThat(funnel.branchesLeft()).isEqualTo(left);
        assertThat(funnel.exhaustive()).isEqualTo(left == 0);
    }

    @Test
    void boundHoldsInsideRecoveryToo() {
        medium.settle(FLAG, 1);
        medium.settle(JOURNAL, PROMISED);
        promise();
        long all = explore(CrashExplorerTest::copyBeforeClearingFlag, Bounds.DEFAULT).recoveries();
        assertThat(all).isGreaterThan(2);
        for (long allowed = 1; allowed <= all; allowed++) {
            Funnel funnel = explore(CrashExplorerTest::copyBeforeClearingFlag, new Bounds(Bounds.DEFAULT.depth(),
                    allowed));
            assertThat(funnel.recoveries()).as("recoveries, %d allowed", allowed).isEqualTo(allowed);
            assertThat(funnel.exhaustive()).as("exhaustive, %d allowed", allowed).isEqualTo(allowed == all);
        }
    }

    @Test
    void recoveryThatHangsIsAViolation() {
        Funnel funnel = explore(machine -> machine.runtime.waitQueue("never").await("nobody", () -> false), SHALLOW);
        assertThat(funnel.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.sector()).isEqualTo(-1);
            assertThat(violation.promised()).isEqualTo("the device can be activated");
            assertThat(violation.found()).startsWith("recovery hangs: deadlock after ").contains("nobody");
        });
    }

    private void oldOrNew(int sectors) {
        for (int i = 0; i < sectors; i++) {
            medium.settle(AREA + i, new int[] {OLD, NEW});
        }
    }

    private void promise() {
        contract.endDurable(contract.begin("op 1", 0, new int[] {PROMISED}), SectorSets.BY_FUA);
    }

    private Funnel explore(Steps steps, Bounds bounds) {
        Words words = new Words(new Provenance(List.of()), Words.Reasons.NONE);
        CrashExplorer explorer = new CrashExplorer(FakeRecovery.stack(steps), pool, bounds, words);
        int added = explorer.explore(new CrashPoint(0, "here", null), List.of(medium), contract);
        assertThat(added).isEqualTo(explorer.funnel().violations().size());
        return explorer.funnel();
    }
}
