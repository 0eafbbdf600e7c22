package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static powercut.writecache.AsPublished.FULL;
import static powercut.writecache.AsPublished.bench;
import static powercut.writecache.AsPublished.onlyThere;

import java.util.Map;
import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.PmemDisk;
import powercut.block.VolatileDisk;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.DeadlockException;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/** The published defects of options and status, each shown where it is put back and not in the reference. */
class OptionsAsPublishedTest {
    @Test
    void wc27TakesBlocksSmallerThanTheSectorsBelow() {
        onlyThere("WC-27", type -> !refusal(type, "s", "0", 4096).startsWith("Block size is smaller"));
    }

    /** A cache full of committed blocks is written back to an origin that never ends a write. */
    @Test
    void wc30HasAnyNumberOfBlocksInFlight() {
        onlyThere("WC-30", type -> {
            int blocks = 0x10000000 / Geometry.PAGE_SIZE + 5000;
            SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
            WatchedDisk origin = new WatchedDisk("origin", blocks, runtime, line -> { });
            origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            Map<String, BlockDevice> disks = Map.of("origin", origin, "cache", fullCache(runtime, blocks));
            MappedDevice device = new MappedDevice("top", runtime, new TargetTypes(type), disks::get, line -> { });
            assertThatThrownBy(() -> runtime.run(() -> {
                activate(device, "0 " + blocks + " writecache s origin cache 512 0");
                device.message(0, "flush");
            })).isInstanceOf(DeadlockException.class);
            return origin.held.stream().mapToInt(bio -> (int) bio.sectors()).sum() == blocks;
        });
    }

    @Test
    void wc40CommitsAfterSixteenTimesTheTimeGiven() {
        onlyThere("WC-40", type -> {
            boolean[] late = {false};
            Bench bench = bench(8, "2 autocommit_time 1000", type);
            bench.run(() -> {
                bench.write(5, 1);
                bench.pass(15_000);
                boolean notYet = bench.superblockSeqCount() == 0;
                bench.pass(1_000);
                late[0] = notYet && bench.superblockSeqCount() == 1 && table(bench).endsWith(" autocommit_time 16000");
            });
            return late[0];
        });
    }

    /** 6 of 10 blocks are used, one more than the high watermark, and the low one is at 2. */
    @Test
    void wc41StopsWritebackWhereItHasStarted() {
        onlyThere("WC-41", type -> {
            Bench bench = bench(10, "4 high_watermark 50 low_watermark 20", type);
            bench.run(() -> {
                for (int block = 0; block < 6; block++) {
                    bench.write(2L * block, 1);
                }
                bench.pass(1);
            });
            return bench.info().startsWith("0 10 6 ");
        });
    }

    @Test
    void wc42TakesAHighWatermarkBelowTheLowOne() {
        onlyThere("WC-42", type -> refusal(type, "s", "4 high_watermark 10 low_watermark 20", 512).isEmpty());
    }

    @Test
    void wc43ShowsOneForEveryError() {
        onlyThere("WC-43", type -> {
            Bench bench = bench(8, FULL, type);
            bench.run(() -> {
                bench.write(5, 1);
                bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
                bench.flush();
            });
            return bench.info().startsWith("1 ");
        });
    }

    @Test
    void wc44PrintsAnotherWatermarkThanWasGiven() {
        onlyThere("WC-44", type -> {
            Bench bench = bench(10, "4 high_watermark 6 low_watermark 6", type);
            String[] table = {""};
            bench.run(() -> table[0] = table(bench));
            return table[0].endsWith(" 4 high_watermark 10 low_watermark 10");
        });
    }

    @Test
    void wc45RefusesFuaBesideAllOtherOptions() {
        onlyThere("WC-45", type -> !refusal(type, "p", "11 high_watermark 50 low_watermark 45 writeback_jobs 1"
                + " autocommit_blocks 2 autocommit_time 3 fua", 512).isEmpty());
    }

    /** Four of six blocks are on their way, and that is enough. */
    @Test
    void wc46StartsWritebackForBlocksThatAreOnTheirWay() {
        onlyThere("WC-46", type -> {
            Bench bench = bench(10, "4 high_watermark 50 low_watermark 20", type);
            String[] info = {""};
            bench.run(() -> {
                bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
                for (int block = 0; block < 6; block++) {
                    bench.write(2L * block, 1);
                }
                bench.flush();
                info[0] = bench.info();
                bench.origin.release();
            });
            return info[0].equals("0 10 4 5");
        });
    }

    /** A formatted cache whose blocks are all committed, block i for sector i. */
    private static VolatileDisk fullCache(SimulatedRuntime runtime, int blocks) {
        int metadataSectors = (Superblock.BYTES + blocks * Superblock.ENTRY_BYTES + 511) / 512;
        byte[] metadata = new byte[metadataSectors * 512];
        new Superblock(Superblock.MAGIC, Superblock.VERSION, 512, blocks, 1).store(metadata);
        for (int e = 0; e < blocks; e++) {
            LittleEndian.put64(metadata, Superblock.BYTES + e * Superblock.ENTRY_BYTES, e);
        }
        VolatileDisk cache = new VolatileDisk("cache", metadataSectors + blocks, DiskOptions.DEFAULT, runtime,
                IoObserver.NONE);
        cache.load(0, metadata);
        return cache;
    }

    private static void activate(MappedDevice device, String table) {
        try {
            device.load(Table.parse(table));
            device.resume();
        } catch (TargetException | TableException e) {
            throw new AssertionError(e);
        }
    }

    private static String table(Bench bench) {
        return bench.device.status(StatusType.TABLE).get(0);
    }

    /** Why a table of that mode with these options and blocks of 512 bytes does not load; empty if it does. */
    private static String refusal(TargetType type, String mode, String options, int logicalBlockBytes) {
        String[] refusal = {""};
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        DiskOptions disk = DiskOptions.DEFAULT.withLogicalBlockBytes(logicalBlockBytes);
        BlockDevice origin = new VolatileDisk("origin", 64, disk, runtime, IoObserver.NONE);
        BlockDevice cache = mode.equals("p") ? new PmemDisk("cache", 64, IoObserver.NONE)
                : new VolatileDisk("cache", 64, disk, runtime, IoObserver.NONE);
        Map<String, BlockDevice> disks = Map.of("origin", origin, "cache", cache);
        runtime.run(() -> {
            MappedDevice device = new MappedDevice("top", runtime, new TargetTypes(type), disks::get, line -> { });
            try {
                device.load(Table.parse("0 64 writecache " + mode + " origin cache 512 " + options));
            } catch (TargetException e) {
                refusal[0] = e.getMessage();
            } catch (TableException e) {
                throw new IllegalArgumentException(e);
            }
        });
        return refusal[0];
    }
}
