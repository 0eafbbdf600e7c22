package powercut.writeboost.userland;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import powercut.dm.Errno;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;
import powercut.sysfs.Attribute;
import powercut.sysfs.Kobject;
import powercut.sysfs.Sysfs;
import powercut.sysfs.SysfsException;

/** What the daemon writes to the tree, and when. The tree and the statistics are the test's; time is simulated. */
class WriteboostDaemonTest {
    private final SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
    private final Sysfs sysfs = new Sysfs();
    private final Map<String, Long> values = new TreeMap<>(); // by path
    private final Map<String, Long> ioTicksMs = new HashMap<>(); // by name of the backing
    private final List<String> written = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final WriteboostDaemon daemon = new WriteboostDaemon(runtime, sysfs, ioTicksMs::get, errors::add);
    private String refused = ""; // a path
    private long slowFlushMs; // how long flush_current_buffer takes

    /** What a test does while the daemon runs, in the run's main task. */
    private interface Body {
        void run() throws SysfsException;
    }

    @Test
    void migrationIsAllowedWhileNoBackingIsBusierThanItsThreshold() {
        addCache(3);
        addDevice(5, 3);
        addDevice(6, 3);
        run(() -> {
            pass(2000); // the first look takes a backing to be busy
            assertThat(written).containsExactly("1 s: caches/3/allow_migrate 0");
            written.clear();
            ioTicksMs.put("backing5", 700L);
            ioTicksMs.put("backing6", 699L);
            pass(1000);
            ioTicksMs.put("backing6", 1400L);
            pass(1000);
            ioTicksMs.put("backing6", 2101L);
            pass(500);
        });
        assertThat(written).containsExactly("2 s: caches/3/allow_migrate 1", "3 s: caches/3/allow_migrate 0",
                "4 s: caches/3/allow_migrate 0");
    }

    @Test
    void utilisationNeverExceedsAllOfTheTime() {
        addCache(3);
        addDevice(5, 3);
        values.put("devices/5/migrate_threshold", 100L);
        run(() -> {
            pass(1500);
            ioTicksMs.put("backing5", 20_000L);
            pass(1000);
        });
        assertThat(written).containsExactly("1 s: caches/3/allow_migrate 1", "2 s: caches/3/allow_migrate 1");
    }

    @Test
    void onlyDevicesOfTheCacheCount() {
        addCache(3);
        addDevice(5, 4);
        addDevice(6, 0);
        run(() -> pass(1500));
        assertThat(written).containsExactly("1 s: caches/3/allow_migrate 1");
    }

    @Test
    void forceMigrateOutweighsTheLoad() {
        addCache(3);
        addDevice(5, 3);
        values.put("caches/3/force_migrate", 1L);
        run(() -> pass(1500));
        assertThat(written).containsExactly("1 s: caches/3/allow_migrate 1");
    }

    @Test
    void intervalOfZeroTurnsAnActionOff() {
        addCache(3);
        values.put("caches/3/update_interval", 0L);
        run(() -> {
            pass(10_500);
            values.put("caches/3/commit_super_block_interval", 2L);
            pass(2500);
        });
        assertThat(written).containsExactly("12 s: caches/3/commit_super_block 1");
        assertThat(errors).isEmpty();
    }

    @Test
    void longestIntervalIsNotTakenForANegativeOne() {
        addCache(3);
        values.put("caches/3/update_interval", -1L);
        run(() -> pass(10_000));
        assertThat(written).isEmpty();
    }

    @Test
    void bufferIsFlushedOnlyIfNothingElseFlushedSinceTheLastInterval() {
        addCache(3);
        values.put("caches/3/update_interval", 0L);
        values.put("caches/3/flush_current_buffer_interval", 2L);
        run(() -> {
            pass(4500); // at 2 s it looks, at 4 s it finds the same
            values.put("caches/3/last_flushed_segment_id", 1L);
            pass(2000);
            pass(2000);
        });
        assertThat(written).containsExactly("4 s: caches/3/flush_current_buffer 1",
                "8 s: caches/3/flush_current_buffer 1");
    }

    @Test
    void lateRoundPostponesAnActionAndDropsNone() {
        addCache(3);
        values.put("caches/3/update_interval", 0L);
        values.put("caches/3/flush_current_buffer_interval", 1L);
        values.put("caches/3/commit_super_block_interval", 4L);
        slowFlushMs = 1700;
        run(() -> pass(12_000));
        assertThat(written).filteredOn(line -> line.contains("commit"))
                .containsExactly("6 s: caches/3/commit_super_block 1", "11 s: caches/3/commit_super_block 1");
    }

    @Test
    void cachesAndDevicesMayComeAndGo() throws SysfsException {
        Kobject first = addCache(3);
        run(() -> {
            pass(1500);
            first.del();
            addCache(7);
            addDevice(5, 7);
            pass(1000);
            pass(1000);
            pass(1000);
        });
        assertThat(written).containsExactly("1 s: caches/3/allow_migrate 1", "3 s: caches/7/allow_migrate 0",
                "4 s: caches/7/allow_migrate 1");
        assertThat(errors).isEmpty();
    }

    @Test
    void failureIsLoggedAndTheNextRoundTriesAgain() {
        addCache(3);
        addCache(4);
        values.put("caches/3/commit_super_block_interval", 1L);
        refused = "caches/3/commit_super_block";
        run(() -> {
            pass(1500);
            refused = "";
            pass(1000);
        });
        assertThat(errors).containsExactly("writeboost-daemon: caches/3/commit_super_block: no");
        assertThat(written).containsExactly("1 s: caches/3/allow_migrate 1", "1 s: caches/4/allow_migrate 1",
                "2 s: caches/3/allow_migrate 1", "2 s: caches/3/commit_super_block 1", "2 s: caches/4/allow_migrate 1");
    }

    // ---- the tree

    private void run(Body body) {
        runtime.run(() -> {
            try {
                daemon.start();
                body.run();
                daemon.stop();
            } catch (SysfsException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void addParent(String name) throws SysfsException {
        if (!sysfs.list("").containsKey(name)) {
            sysfs.add(runtime, name, List.of(), Map.of());
        }
    }

    private Kobject addCache(int id) {
        try {
            addParent("caches");
            addParent("devices");
            values.put("caches/" + id + "/update_interval", 1L);
            return sysfs.add(runtime, "caches/" + id, List.of(file("caches", id, "update_interval"),
                    file("caches", id, "flush_current_buffer_interval"),
                    file("caches", id, "commit_super_block_interval"),
                    file("caches", id, "force_migrate"), file("caches", id, "last_flushed_segment_id"),
                    file("caches", id, "allow_migrate"), file("caches", id, "flush_current_buffer"),
                    file("caches", id, "commit_super_block")), Map.of());
        } catch (SysfsException e) {
            throw new AssertionError(e);
        }
    }

    private void addDevice(int id, long cacheId) {
        try {
            addParent("devices");
            values.put("devices/" + id + "/migrate_threshold", 70L);
            values.put("devices/" + id + "/cache_id", cacheId);
            ioTicksMs.put("backing" + id, 0L);
            sysfs.add(runtime, "devices/" + id, List.of(file("devices", id, "cache_id"),
                    file("devices", id, "migrate_threshold"), Attribute.text("device_no", () -> "backing" + id)),
                    Map.of());
        } catch (SysfsException e) {
            throw new AssertionError(e);
        }
    }

    private Attribute file(String parent, int id, String name) {
        String path = parent + "/" + id + "/" + name;
        return Attribute.number(name, () -> values.getOrDefault(path, 0L), x -> {
            if (path.equals(refused)) {
                throw new SysfsException(Errno.EIO, "no");
            }
            if (name.equals("flush_current_buffer") && slowFlushMs > 0) {
                pass(slowFlushMs);
            }
            written.add(runtime.nowMs() / 1000 + " s: " + path + " " + x);
        });
    }

    private void pass(long ms) {
        Completion completion = runtime.completion("test clock");
        runtime.timer("test clock", completion::complete).arm(ms);
        completion.await();
    }
}
