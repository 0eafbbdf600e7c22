package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.runtime.Completion;
import powercut.runtime.RandomChooser;
import powercut.sysfs.SysfsException;
import powercut.writeboost.userland.AdminBench;

/** The tree below /sys/module/dm_writeboost. */
class WriteboostSysfsTest {
    private final AdminBench bench = new AdminBench();

    @Test
    void treeHasTheDriversNamesModesAndDefaults() {
        bench.runAttached(() -> {
            assertThat(tree("devices/5")).isEqualTo("""
                    -r--r--r-- cache_id 3
                    -r--r--r-- dev perflv
                    lrwxrwxrwx device ../../../../devices/virtual/block/backing
                    -r--r--r-- device_no backing
                    -rw-r--r-- migrate_threshold 70
                    -r--r--r-- nr_dirty_caches 0""");
            assertThat(tree("caches/3")).isEqualTo("""
                    -rw-r--r-- allow_migrate 0
                    -rw-r--r-- barrier_deadline_ms 3
                    -rw-r--r-- commit_super_block 0
                    -rw-r--r-- commit_super_block_interval 0
                    lrwxrwxrwx device ../../../../devices/virtual/block/cache
                    -rw-r--r-- flush_current_buffer 0
                    -rw-r--r-- flush_current_buffer_interval 0
                    -rw-r--r-- force_migrate 0
                    -r--r--r-- last_flushed_segment_id 0
                    -r--r--r-- last_migrated_segment_id 0
                    -rw-r--r-- nr_max_batched_migration 1
                    -rw-r--r-- update_interval 1""");
        });
    }

    @ParameterizedTest
    @CsvSource({"devices/5/migrate_threshold, 0", "devices/5/migrate_threshold, 100", "caches/3/allow_migrate, 1",
        "caches/3/force_migrate, 1", "caches/3/nr_max_batched_migration, 32",
        "caches/3/barrier_deadline_ms, 4294967295", "caches/3/update_interval, 18446744073709551615",
        "caches/3/flush_current_buffer_interval, 0", "caches/3/commit_super_block_interval, 7"})
    void valueInRangeIsKept(String path, String value) {
        bench.runAttached(() -> {
            bench.tools.sysfs().write(path, value + "\n");
            assertThat(bench.tools.sysfs().read(path)).isEqualTo(value + "\n");
        });
    }

    /** WB-C14: the published check was always true, and 300 became 44; WB-C15: nothing bounded the batch. */
    @ParameterizedTest
    @CsvSource({"devices/5/migrate_threshold, 101", "devices/5/migrate_threshold, 300",
        "devices/5/migrate_threshold, 18446744073709551615", "caches/3/allow_migrate, 2", "caches/3/force_migrate, 2",
        "caches/3/nr_max_batched_migration, 0", "caches/3/nr_max_batched_migration, 33",
        "caches/3/nr_max_batched_migration, 4294967297", "caches/3/nr_max_batched_migration, 18446744073709551615",
        "caches/3/barrier_deadline_ms, 0", "caches/3/barrier_deadline_ms, 4294967296",
        "caches/3/flush_current_buffer, 0", "caches/3/flush_current_buffer, 2", "caches/3/commit_super_block, 0",
        "caches/3/update_interval, -1", "caches/3/update_interval, soon"})
    void valueOutOfRangeIsRefusedAndChangesNothing(String path, String value) {
        bench.runAttached(() -> {
            String before = bench.tools.sysfs().read(path);
            assertErrno(Errno.EINVAL, path, value);
            assertThat(bench.tools.sysfs().read(path)).isEqualTo(before);
        });
    }

    /** WB-C16: the published driver forgot the count at every reload of the table. */
    @Test
    void dirtyBlocksAreCountedAcrossAReload() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            bench.write(17, 7);
            bench.write(18, 7);
            assertThat(bench.tools.sysfs().read("devices/5/nr_dirty_caches")).isEqualTo("2\n");
            assertThat(bench.tools.detach(5, 0)).isFalse();
            assertThat(bench.tools.sysfs().read("devices/5/nr_dirty_caches")).isEqualTo("2\n");
            bench.tools.sysfs().write("caches/3/allow_migrate", "1");
            assertThat(bench.tools.detach(5, 3)).isTrue();
            assertThat(bench.tools.sysfs().read("devices/5/nr_dirty_caches")).isEqualTo("0\n");
        });
    }

    /** WB-A18: the published store returned before anything was durable. */
    @Test
    void flushCurrentBufferReturnsWhenTheSegmentIsInTheLog() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            assertThat(idOnDisk(0)).isZero();
            bench.tools.sysfs().write("caches/3/flush_current_buffer", "1");
            assertThat(idOnDisk(0)).isEqualTo(1);
            assertThat(bench.tools.sysfs().read("caches/3/last_flushed_segment_id")).isEqualTo("1\n");
        });
    }

    @Test
    void commitSuperBlockRecordsWhatIsMigrated() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            bench.tools.sysfs().write("caches/3/flush_current_buffer", "1");
            bench.tools.sysfs().write("caches/3/commit_super_block", "1");
            assertThat(bench.tagOn("cache", 0)).as("record before migration").isZero();
            bench.tools.sysfs().write("caches/3/allow_migrate", "1");
            bench.tools.pass(1000);
            assertThat(bench.tools.sysfs().read("caches/3/last_migrated_segment_id")).isEqualTo("1\n");
            bench.tools.sysfs().write("caches/3/commit_super_block", "1");
            assertThat(SuperblockDevice.decode(bench.disks.get("cache").content.peek(0, 1)).lastMigratedSegmentId())
                    .isEqualTo(1);
        });
    }

    @Test
    void actionThatFailsSaysSo() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            bench.disks.get("cache").failing = true;
            assertErrno(Errno.EIO, "caches/3/flush_current_buffer", "1");
        });
    }

    /** WB-B9, WB-B16: whatever the schedule, a store sees a cache that is up, or none. */
    @Test
    void storesMayMeetTheEndOfTheirCache() {
        int stored = 0;
        int gone = 0;
        for (int seed = 0; seed < 200; seed++) {
            AdminBench meeting = new AdminBench(new RandomChooser(seed));
            int[] outcome = {0};
            meeting.run(() -> {
                meeting.tools.formatCache("cache");
                meeting.tools.resumeCache(3, "cache");
                Completion end = meeting.runtime.completion("writer ends");
                meeting.runtime.spawn("writer", () -> {
                    outcome[0] = errno(meeting, "caches/3/flush_current_buffer");
                    end.complete();
                });
                assertThat(meeting.tools.freeCache(3)).isZero();
                end.await();
                assertThat(meeting.tools.resumeCache(3, "cache")).isZero();
            });
            assertThat(outcome[0]).as("seed " + seed).isIn(0, Errno.ENOENT, Errno.ENODEV);
            stored += outcome[0] == 0 ? 1 : 0;
            gone += outcome[0] == 0 ? 0 : 1;
        }
        assertThat(stored).as("runs in which the store came first").isGreaterThan(20);
        assertThat(gone).as("runs in which the end came first").isGreaterThan(20);
    }

    /** A device may be read while its table is replaced; its writes fail or wait, as those of any suspended device. */
    @Test
    void filesOfADeviceStayReadableWhileItsTableChanges() {
        bench.runAttached(() -> {
            bench.tools.sysfs().write("caches/3/allow_migrate", "1");
            assertThat(bench.tools.detach(5, 3)).isTrue();
            assertThat(bench.tools.sysfs().read("devices/5/cache_id")).isEqualTo("0\n");
            assertThat(bench.submit(Bio.write(9, AdminBench.sector(4)))).isEqualTo(Status.OK);
            assertThat(bench.tagOn("backing", 9)).as("while detached").isEqualTo(4);
            bench.tools.attach(5, 3);
            assertThat(bench.tools.sysfs().read("devices/5/cache_id")).isEqualTo("3\n");
            assertThat(bench.read(9)).isEqualTo(4);
        });
    }

    private static int errno(AdminBench bench, String path) {
        try {
            bench.tools.sysfs().write(path, "1");
            return 0;
        } catch (SysfsException e) {
            return e.errno();
        }
    }

    /** As ls -l, with the values. */
    private String tree(String directory) throws SysfsException {
        return bench.tools.sysfs().list(directory).entrySet().stream().map(entry -> entry.getValue().permissions() + " "
                + entry.getKey() + " " + value(directory + "/" + entry.getKey())).collect(Collectors.joining("\n"));
    }

    private String value(String path) {
        try {
            return path.endsWith("/device") ? bench.tools.sysfs().readLink(path)
                    : bench.tools.sysfs().read(path).strip();
        } catch (SysfsException e) {
            throw new AssertionError(e);
        }
    }

    private long idOnDisk(long slot) {
        return SegmentHeaderDevice.globalId(bench.disks.get("cache").content.peek(slot + 1 << AdminBench.ORDER, 1));
    }

    private void assertErrno(int errno, String path, String value) {
        assertThatThrownBy(() -> bench.tools.sysfs().write(path, value)).as("%s to %s", value, path)
                .isInstanceOfSatisfying(SysfsException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
