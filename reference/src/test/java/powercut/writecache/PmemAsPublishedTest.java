package powercut.writecache;

import static powercut.writecache.AsPublished.FULL;
import static powercut.writecache.AsPublished.onlyThere;

import java.util.Map;
import org.junit.jupiter.api.Test;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.PmemDisk;
import powercut.block.VolatileDisk;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/** The published defects that only persistent memory shows, where they are put back and not in the reference. */
class PmemAsPublishedTest {
    @Test
    void wc02EndsAFuaWriteBeforeItsCommit() {
        onlyThere("WC-02", type -> {
            boolean[] uncommitted = {false};
            Bench bench = Bench.pmem(8, FULL, type, new FirstChooser());
            bench.run(() -> {
                bench.tryWriteFua(5, 7);
                uncommitted[0] = bench.superblockSeqCount() == 0;
            });
            return uncommitted[0];
        });
    }

    @Test
    void wc12AcknowledgesAFlushWithoutABarrier() {
        onlyThere("WC-12", type -> {
            Bench bench = Bench.pmem(8, FULL, type, new FirstChooser());
            bench.run(() -> {
                bench.write(5, 7);
                bench.flush();
            });
            return !bench.io.contains("barrier");
        });
    }

    /** The partition begins at sector 8; sector 0 belongs to somebody else. */
    @Test
    void wc14OverwritesWhatLiesBeforeThePartition() {
        onlyThere("WC-14", type -> {
            SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
            PmemDisk whole = new PmemDisk("pmem0", 32, IoObserver.NONE);
            Map<String, BlockDevice> devices = Map.of("pmem0p1", new DeviceSlice("pmem0p1", whole, 8, 24),
                    "origin", new VolatileDisk("origin", 64, DiskOptions.DEFAULT, runtime, IoObserver.NONE));
            runtime.run(() -> {
                MappedDevice device =
                        new MappedDevice("top", runtime, new TargetTypes(type), devices::get, line -> { });
                try {
                    device.load(Table.parse("0 64 writecache p origin pmem0p1 512 0"));
                } catch (TargetException | TableException e) {
                    throw new AssertionError(e);
                }
            });
            return Superblock.parse(whole.peek(0, 1)).magic() == Superblock.MAGIC;
        });
    }
}
