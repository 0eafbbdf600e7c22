package powercut.writeboost.userland;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.runtime.FirstChooser;
import powercut.runtime.RandomChooser;
import powercut.sysfs.Sysfs;

/** The quick start of dm-writeboost's time, from prepare to terminate, with the daemon running. */
class ToolsTest {
    @Test
    void everythingWrittenIsOnTheBackingDeviceAfterTerminate() {
        quickStart(new AdminBench(new FirstChooser()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingWrittenIsThereWhateverTheSchedule(long seed) {
        quickStart(new AdminBench(new RandomChooser(seed)));
    }

    private static void quickStart(AdminBench bench) {
        bench.runAttached(() -> {
            Sysfs sysfs = bench.tools.sysfs();
            WriteboostDaemon daemon = new WriteboostDaemon(bench.runtime, sysfs,
                    name -> bench.disks.get(name).stats.ioTicksMs(), bench.errors::add);
            daemon.start();
            sysfs.write("caches/3/flush_current_buffer_interval", "1");
            sysfs.write("caches/3/commit_super_block_interval", "1");
            for (int i = 0; i < 100; i++) { // more blocks than the log has lines
                bench.write(i % 64 * 8, 1 + i);
            }
            assertThat(bench.tools.detach(5, 60)).as("detached").isTrue();
            bench.tools.remove(5);
            daemon.stop();
            assertThat(bench.tools.freeCache(3)).isZero();
            for (int i = 36; i < 100; i++) {
                assertThat(bench.tagOn("backing", i % 64 * 8)).as("sector %d", i % 64 * 8).isEqualTo(1 + i);
            }
            assertThat(sysfs.list("caches")).isEmpty();
            assertThat(sysfs.list("devices")).isEmpty();
        });
        assertThat(bench.errors).isEmpty();
    }

    /** Nothing else would ever flush it, and after a clean stop of the writer a power failure would take it. */
    @Test
    void daemonFlushesWhatNobodyElseFlushes() {
        AdminBench bench = new AdminBench();
        bench.runAttached(() -> {
            WriteboostDaemon daemon = new WriteboostDaemon(bench.runtime, bench.tools.sysfs(),
                    name -> bench.disks.get(name).stats.ioTicksMs(), bench.errors::add);
            bench.tools.sysfs().write("caches/3/flush_current_buffer_interval", "1");
            daemon.start();
            bench.write(1, 7);
            assertThat(bench.tools.sysfs().read("caches/3/last_flushed_segment_id")).isEqualTo("0\n");
            bench.tools.pass(3500);
            assertThat(bench.tools.sysfs().read("caches/3/last_flushed_segment_id")).isEqualTo("1\n");
            daemon.stop();
        });
        assertThat(bench.errors).isEmpty();
    }

    /** D4: a volume with dirty blocks stays attached, and goes on. */
    @Test
    void volumeThatDoesNotGetCleanStaysAttached() {
        AdminBench bench = new AdminBench();
        bench.runAttached(() -> {
            bench.write(1, 7);
            assertThat(bench.tools.detach(5, 5)).isFalse();
            assertThat(bench.tools.sysfs().read("devices/5/cache_id")).isEqualTo("3\n");
            assertThat(bench.read(1)).isEqualTo(7);
        });
    }
}
