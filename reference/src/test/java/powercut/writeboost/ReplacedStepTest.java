package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetContext;
import powercut.runtime.FirstChooser;
import powercut.writeboost.userland.AdminBench;

/** The steps of the mgr and of the tree can be what was published, and then do what was published. */
class ReplacedStepTest {
    private final AdminBench bench = new AdminBench(new FirstChooser(), new Steps() {
        @Override
        public WriteboostMgr writeboostMgr(TargetContext context, Registry registry) {
            return new WriteboostMgr(context, registry) {
                @Override
                protected int countersShown() {
                    return 15;
                }
            };
        }

        @Override
        public CacheSysfs cacheSysfs() {
            return new CacheSysfs() {
                @Override
                protected void validateNrMaxBatchedMigration(long x) {}
            };
        }

        @Override
        public DeviceSysfs deviceSysfs() {
            return new DeviceSysfs() {
                @Override
                protected void validateMigrateThreshold(long x) {}

                @Override
                protected LongSupplier nrDirtyCaches(WbDevice wb) {
                    LongSupplier count = super.nrDirtyCaches(wb);
                    long atReload = count.getAsLong();
                    return () -> count.getAsLong() - atReload;
                }
            };
        }
    });

    @Test
    void asPublishedThresholdIsCutToAByteAndTheBatchHasNoBound() {
        bench.runAttached(() -> {
            bench.tools.sysfs().write("devices/5/migrate_threshold", "300");
            bench.tools.sysfs().write("caches/3/nr_max_batched_migration", "4096");
            assertThat(bench.tools.sysfs().read("devices/5/migrate_threshold")).as("WB-C14").isEqualTo("44\n");
            assertThat(bench.tools.sysfs().read("caches/3/nr_max_batched_migration")).as("WB-C15").isEqualTo("4096\n");
        });
    }

    @Test
    void asPublishedTheCountOfDirtyBlocksGoesBelowZeroAfterAReload() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            bench.tools.volume(5).message(0, "remove_sysfs");
            bench.tools.volume(5).message(0, "add_sysfs");
            bench.tools.sysfs().write("caches/3/flush_current_buffer", "1");
            bench.tools.sysfs().write("caches/3/allow_migrate", "1");
            bench.tools.pass(1000);
            assertThat(bench.tools.sysfs().read("devices/5/nr_dirty_caches")).as("WB-C16")
                    .isEqualTo("18446744073709551615\n");
        });
    }

    @Test
    void asPublishedTheLastCounterIsMissing() {
        bench.runAttached(() -> {
            assertThat(bench.tools.mgr().status(StatusType.INFO).get(0)).as("WB-C17").contains("\n0 1 1 1 ")
                    .doesNotContain("\n1 1 1 1 ");
        });
    }
}
