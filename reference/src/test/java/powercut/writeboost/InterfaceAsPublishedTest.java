package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;
import static powercut.writeboost.AsPublishedTest.onlyThere;
import static powercut.writeboost.AsPublishedTest.refusal;
import static powercut.writeboost.AsPublishedTest.run;

import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.dm.BrokenInvariant;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.Target.StatusType;
import powercut.runtime.FirstChooser;
import powercut.sysfs.SysfsException;
import powercut.writeboost.published.WriteboostDefects;

/** Published defects of tables, messages and files, each where it is put back and not in the reference. */
class InterfaceAsPublishedTest {
    private static final String TABLE = "0 64 writeboost 1 backing 3 cache";
    private static final String WRONG_COUNT = "Invalid argument count, expected <device-id> <backing device> <cache-id>"
            + " [<cache device>]";

    // ---- tables

    @Test
    void wbC10TakesAnUnknownCache() {
        onlyThere("WB-C10", 4, 4, bench -> refusal(bench, "0 64 writeboost 1 backing 5"), "none",
                "cache is not set for id(5)");
    }

    @Test
    void wbC11TakesTooManyArguments() {
        onlyThere("WB-C11", 4, 4, bench -> refusal(bench, "0 64 writeboost 1 backing 0 and so on"), "none",
                WRONG_COUNT);
    }

    @Test
    void wbC11ReadsArgumentsThatAreNotThere() {
        onlyThere("WB-C11", 4, 4, bench -> refusal(bench, "0 64 writeboost 1 backing"),
                "writeboost_ctr reads argv[2], whatever argc is: 2", WRONG_COUNT);
    }

    @Test
    void wbC13TakesTheDeviceThatMeansNone() {
        onlyThere("WB-C13", 4, 4, bench -> refusal(bench, "0 64 writeboost 0 backing 3 cache"), "none",
                "Invalid device id 0, expected 1 to 127");
    }

    @Test
    void wbC13NeverFlushesTheDeviceThatMeansNone() {
        assertThat(ioOfMigration(0)).contains("backing WRITE 0+8").doesNotContain("backing FLUSH");
        assertThat(ioOfMigration(1)).containsSubsequence("backing WRITE 0+8", "backing FLUSH");
    }

    private static List<String> ioOfMigration(int deviceId) {
        Bench bench = new Bench(4, 4, WriteboostDefects.module("WB-C13", 4).steps(), new FirstChooser());
        bench.runBare(() -> {
            bench.device = bench.device("0 64 writeboost " + deviceId + " backing 3 cache");
            bench.io.clear();
            bench.segment(0, 1);
            bench.migrateAll();
        });
        return bench.io;
    }

    // ---- messages

    @Test
    void wbC11ReadsWordsThatAreNotThere() {
        onlyThere("WB-C11", 4, 4, bench -> mgr(bench, "switch_to"),
                "writeboost_mgr_message reads argv[1], whatever argc is: 1", "-22");
    }

    @Test
    void wbC11IgnoresWordsThatAreThere() {
        onlyThere("WB-C11", 4, 4, bench -> mgr(bench, "switch_to 3 4"), "0", "-22");
    }

    @Test
    void wbC12FreesWhatIsNotThere() {
        onlyThere("WB-C12", 4, 4, bench -> mgr(bench, "free_cache"),
                "free_cache uses the cache in an empty slot: 0", "-22");
    }

    @Test
    void wbC13ResumesTheCacheThatMeansNone() {
        onlyThere("WB-C13", 4, 4, bench -> mgr(bench, "resume_cache second"), "0", "-22");
    }

    @Test
    void wbC17ShowsFifteenCounters() {
        onlyThere("WB-C17", 4, 4, bench -> run(bench, result -> {
            MappedDevice mgr = bench.mgr();
            mgr.message(0, "switch_to", "3");
            result[0] = String.join("", mgr.status(StatusType.INFO)).contains("\n1 1 1 1 ");
        }), false, true);
    }

    private static Object mgr(Bench bench, String message) {
        return run(bench, result -> {
            try {
                result[0] = Integer.toString(bench.mgr().message(0, message.split(" ")));
            } catch (BrokenInvariant e) {
                result[0] = e.getMessage();
            }
        });
    }

    // ---- files

    @Test
    void wbC14KeepsEightBits() {
        onlyThere("WB-C14", 4, 4, bench -> file(bench, "devices/1/migrate_threshold", "300"), "44", "70");
    }

    @Test
    void wbC15TakesAnyBatch() {
        onlyThere("WB-C15", 4, 4, bench -> file(bench, "caches/3/nr_max_batched_migration", "1000000"), "1000000",
                "1");
    }

    @Test
    void wbC16ForgetsDirtyBlocksAtAReload() {
        onlyThere("WB-C16", 4, 4, bench -> run(bench, result -> {
            bench.write(0, 8, 1);
            reload(bench);
            bench.device.message(0, "add_sysfs");
            String reloaded = value(bench, "devices/1/nr_dirty_caches");
            bench.flush();
            bench.migrateAll();
            result[0] = reloaded + ", then " + value(bench, "devices/1/nr_dirty_caches");
        }), "0, then 18446744073709551615", "1, then 0");
    }

    private static void reload(Bench bench) {
        try {
            bench.device.load(Table.parse(TABLE));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        bench.device.resume();
    }

    /** What a file says after something was written to it, which may have been refused. */
    private static Object file(Bench bench, String path, String written) {
        return run(bench, result -> {
            bench.device.message(0, "add_sysfs");
            try {
                bench.registry.sysfs().write(path, written);
            } catch (SysfsException e) {
                assertThat(e.getMessage()).contains(path);
            }
            result[0] = value(bench, path);
        });
    }

    private static String value(Bench bench, String path) {
        try {
            return bench.registry.sysfs().read(path).strip();
        } catch (SysfsException e) {
            throw new AssertionError(e);
        }
    }
}
