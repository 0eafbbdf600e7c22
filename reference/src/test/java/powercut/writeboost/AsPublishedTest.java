package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.runtime.FirstChooser;
import powercut.writeboost.published.WriteboostDefects;

/** Published defects that no crash state shows, each where it is put back and not in the reference. */
class AsPublishedTest {
    private static final String TABLE = "0 64 writeboost 1 backing 3 cache";

    /** The scenario shows something in the driver that has the defect, and something else in the reference. */
    static void onlyThere(String id, int order, int segments, Function<Bench, Object> scenario,
            Object published, Object corrected) {
        Steps steps = WriteboostDefects.module(id, order).steps();
        assertThat(scenario.apply(new Bench(order, segments, steps, new FirstChooser()))).as("%s as published", id)
                .isEqualTo(published);
        assertThat(scenario.apply(new Bench(order, segments))).as("%s in the reference", id).isEqualTo(corrected);
    }

    /** What the body makes of a running device whose backing device is all 9. */
    static Object run(Bench bench, Consumer<Object[]> body) {
        Object[] result = {null};
        bench.backing.disk.load(0, Bench.filled((int) Bench.BACKING_SECTORS, 9));
        bench.run(() -> body.accept(result));
        return result[0];
    }

    static Object refusal(Bench bench, String table) {
        Object[] result = {"none"};
        bench.runtime.run(() -> {
            try {
                bench.device(table);
            } catch (Exception e) {
                result[0] = e.getMessage();
            }
        });
        return result[0];
    }

    // ---- errors and stops

    @Test
    void wbA13AcknowledgesAFlushThatFailed() {
        onlyThere("WB-A13", 4, 4, bench -> run(bench, result -> {
            bench.segment(0, 1);
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            result[0] = bench.tryFlush();
        }), Status.OK, Status.IOERR);
    }

    @Test
    void wbA15LeavesAnOldLogWithNothingRecorded() {
        onlyThere("WB-A15", 4, 4, bench -> {
            bench.loadRecord(0);
            bench.loadSegment(1, 1, Bench.entry(0, Geometry.FULL));
            Object[] result = {null};
            bench.runBare(() -> {
                bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 16, 80); // the power is gone after the superblock
                Steps steps = bench.registry.steps();
                steps.formatCache(steps.dmSafeIo(bench.runtime)).formatCacheDevice(bench.cache, bench.geometry);
                bench.cache.failing = bio -> false;
                bench.device = bench.device(TABLE);
                result[0] = bench.tryRead(0);
            });
            return result[0];
        }, Status.OK, Status.IOERR);
    }

    @Test
    void wbA16TakesTheLogOfASmallerDevice() {
        onlyThere("WB-A16", 4, 5, bench -> {
            byte[] sector = new byte[512];
            SuperblockDevice.of(0, new Geometry(4, 4)).encode(sector);
            bench.cache.disk.load(0, sector);
            return run(bench, result -> result[0] = bench.tryRead(0));
        }, Status.OK, Status.IOERR);
    }

    @Test
    void wbA17KeepsInRamWhatWasSuspended() {
        onlyThere("WB-A17", 4, 4, bench -> run(bench, result -> {
            bench.write(0, 8, 1);
            bench.device.suspend();
            result[0] = bench.header(0).globalId();
        }), 0L, 1L);
    }

    @Test
    void wbA18FlushesTheBufferAndNotTheDevice() {
        onlyThere("WB-A18", 4, 4, bench -> run(bench, result -> {
            bench.write(0, 8, 1);
            bench.wbCache().currentBuffer.flushSync();
            result[0] = bench.io.get(bench.io.size() - 1);
        }), "cache WRITE 16+8", "cache FLUSH");
    }

    // ---- buffers and time

    @Test
    void wbB6PutsTwoSegmentsIntoOneBuffer() {
        onlyThere("WB-B6", 4, 4, bench -> {
            bench.loadRecord(62);
            return run(bench, result -> {
                bench.cache.holding = WatchedDisk.op(Bio.Op.WRITE);
                bench.write(0, 8, 1);
                bench.write(8, 8, 2);
                result[0] = bench.read(0, 1);
                bench.cache.release();
            });
        }, "2", "1");
    }

    @Test
    void wbB12LetsAWriterWaitForASecond() {
        onlyThere("WB-B12", 4, 2, bench -> run(bench, result -> {
            for (int block = 0; block < 3; block++) {
                bench.segment(block, block + 1);
            }
            result[0] = bench.runtime.nowMs() >= 1000;
        }), true, false);
    }

    // ---- arithmetic and limits

    @Test
    void wbC1HasNoDeadline() {
        onlyThere("WB-C1", 4, 4, bench -> run(bench, result -> {
            bench.flush();
            result[0] = bench.runtime.nowMs();
        }), 0L, 3L);
    }

    @Test
    void wbC3WritesBehindTheBlock() {
        onlyThere("WB-C3", 4, 4, bench -> {
            bench.backing.disk.load(0, Bench.filled(64, 9));
            Object[] result = {null};
            bench.runBare(() -> {
                bench.device = bench.device("0 16 writeboost 2 second 3 cache\n16 16 writeboost 1 backing 3 cache");
                bench.segment(2, 1);
                bench.migrateAll();
                result[0] = bench.backing(0, 1) + bench.backing(16, 1);
            });
            return result[0];
        }, "91", "19");
    }

    @Test
    void wbC5TakesOneSegment() {
        onlyThere("WB-C5", 4, 1, bench -> refusal(bench, TABLE), "none",
                "Cache device too small: 32 sectors, expected at least 48");
    }

    @Test
    void wbC6TriesAThousandTimes() {
        onlyThere("WB-C6", 4, 2, bench -> run(bench, result -> {
            int[] left = {1000};
            bench.segment(0, 1);
            bench.backing.failing = bio -> bio.op() == Bio.Op.WRITE && left[0]-- > 0;
            result[0] = bench.tryWrite(0, 1, 2);
        }), Status.OK, Status.IOERR);
    }

    @Test
    void wbC18BelievesAHeader() {
        onlyThere("WB-C18", 4, 4, bench -> {
            bench.loadSegment(1, 1, new MetablockDevice(64, 1, 1, 0));
            return run(bench, result -> result[0] = bench.tryRead(0));
        }, Status.OK, Status.IOERR);
    }

    @Test
    void wbC18CountsABlockOfADeviceThatCannotExist() {
        onlyThere("WB-C18", 4, 4, bench -> {
            bench.loadSegment(1, 1, new MetablockDevice(0, 200, 1, 0));
            return refusal(bench, TABLE);
        }, "a block is counted for the device that the header names: 200", "none");
    }

    @Test
    void wbC20SkipsALine() {
        onlyThere("WB-C20", 5, 4, bench -> run(bench, result -> {
            bench.segment(0, 1);
            bench.segment(1, 2);
            result[0] = bench.header(1).mbarr().size();
        }), 2, 1);
    }

    @Test
    void wbC21UsesASegmentForNothing() {
        onlyThere("WB-C21", 5, 4, bench -> run(bench, result -> {
            bench.flush();
            result[0] = bench.header(0).globalId();
        }), 1L, 0L);
    }
}
