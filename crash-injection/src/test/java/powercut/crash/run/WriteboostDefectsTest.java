package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import powercut.block.Bio;
import powercut.crash.explore.Stack;
import powercut.dm.TargetTypes;
import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.Steps;
import powercut.writeboost.WbCache;
import powercut.writeboost.WriteboostModule;
import powercut.writeboost.published.CleanBeforeFlush;
import powercut.writeboost.published.DiscardedWhenMigrated;
import powercut.writeboost.published.MigratedEndsWell;

/**
 * Published defects of dm-writeboost that are two mistakes, WB-A6, WB-A11 and WB-A13: the exhibit shows one, and this
 * the other by itself. Under some schedule it breaks a promise in some crash state, and needs every operation for that.
 */
class WriteboostDefectsTest {
    private static final int SEEDS = 60;
    private static final String ALLOW_MIGRATE = "sysfs caches/3/allow_migrate 1";
    private static final String COMMIT = "sysfs caches/3/commit_super_block 1";

    /** What the daemon does wrong, in which the exhibit has the foreground or the discard. */
    enum OtherHalf {
        WB_A6_SLOT_USED_AGAIN(ReusedWhenMigrated::new, "0 48 writeboost 1 backing 3 cache@0+48",
                List.of("write 0 24 fua"), List.of()),
        WB_A11_BACKGROUND(CleanBeforeFlush::new, Subjects.WRITEBOOST.tableText(),
                List.of(ALLOW_MIGRATE, "write 2 1 fua", "write 3 29"), List.of()),
        WB_A13_BACKING(MigratedEndsWell::new, Subjects.WRITEBOOST.tableText(),
                List.of("write 0 8 fua", ALLOW_MIGRATE, COMMIT), List.of("backing:error_flushes@2"));

        private final Function<WbCache, MigrateDaemon> daemon;
        private final String table;
        private final List<String> ops;
        private final List<String> faults;

        OtherHalf(Function<WbCache, MigrateDaemon> daemon, String table, List<String> ops, List<String> faults) {
            this.daemon = daemon;
            this.table = table;
            this.ops = ops;
            this.faults = faults;
        }
    }

    /** WB-A6 without its discards. */
    private static final class ReusedWhenMigrated extends DiscardedWhenMigrated {
        ReusedWhenMigrated(WbCache cache) {
            super(cache);
        }

        @Override
        protected void discard(Bio dataArea) {}
    }

    @ParameterizedTest
    @EnumSource
    void isFound(OtherHalf half) throws Exception {
        assertThat(found(half, published(half), half.ops)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void needsAllOperations(OtherHalf half) throws Exception {
        for (String op : half.ops.size() > 1 ? half.ops : List.<String>of()) {
            List<String> fewer = new ArrayList<>(half.ops);
            fewer.remove(op);
            assertThat(found(half, published(half), fewer)).as("without \"%s\"", op).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotInTheReference(OtherHalf half) throws Exception {
        assertThat(found(half, new Steps(), half.ops)).isFalse();
    }

    private static Steps published(OtherHalf half) {
        return new Steps() {
            @Override
            public MigrateDaemon migrateDaemon(WbCache cache) {
                return half.daemon.apply(cache);
            }
        };
    }

    /** Whether some schedule leads to a broken promise. */
    private static boolean found(OtherHalf half, Steps steps, List<String> ops) throws Exception {
        Subject subject = Subjects.WRITEBOOST.withTable(half.table);
        Stack stack = subject.stack(new TargetTypes(new WriteboostModule(subject.order(), steps)));
        List<DiskFault> faults = new ArrayList<>();
        for (String fault : half.faults) {
            faults.add(DiskFault.parse(fault, stack));
        }
        Workload workload = Workload.parse(String.join("\n", ops), half.name());
        for (long seed = 1; seed <= SEEDS; seed++) {
            if (!Explored.withPct(stack, faults, workload, seed).violations().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
