package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static powercut.writecache.AsPublished.FULL;
import static powercut.writecache.AsPublished.hangs;
import static powercut.writecache.AsPublished.onlyThere;

import java.util.Map;
import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.PmemDisk;
import powercut.block.VolatileDisk;
import powercut.dm.Errno;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/**
 * The published defects that persistent memory shows, where they are put back and not in the reference; WC-02 and WC-12
 * to WC-14 show there only.
 */
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

    /** Block 9 was acknowledged as durable; the line of its entry has gone bad. */
    @Test
    void wc10AnswersFromTheOriginWhenAnEntryIsBad() {
        onlyThere("WC-10", type -> {
            Bench bench = Bench.pmem(8, FULL, type, new FirstChooser());
            bench.loadPmem(8, 5, 1, 4, 2, 4, 3, 4, 4, 4, 9, 4);
            bench.pmem.poison(Superblock.BYTES + 4 * Superblock.ENTRY_BYTES);
            boolean[] answered = {false};
            bench.run(() -> answered[0] = bench.tryRead(9).isOk());
            return answered[0];
        });
    }

    @Test
    void wc11RefusesWhatAnInterruptedFormatHasLeft() {
        onlyThere("WC-11", type -> {
            PmemDisk torn = new PmemDisk("torn", 32, IoObserver.NONE);
            byte[] superblock = new byte[512];
            new Superblock(0, Superblock.VERSION, 512, 30, 0).store(superblock);
            torn.load(0, superblock);
            TargetException refusal = load(type, torn);
            return refusal != null && refusal.getMessage().equals("Invalid magic in the superblock");
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

    /** The cache is formatted, and nothing of it would be there after a power failure. */
    @Test
    void wc13TakesMemoryThatABarrierDoesNotMakeDurable() {
        onlyThere("WC-13", type -> {
            AsynchronousPmem virtio = new AsynchronousPmem("virtio", 32);
            TargetException refusal = load(type, virtio);
            if (refusal != null) {
                assertThat(refusal).hasMessage("Asynchronous persistent memory not supported as pmem cache");
                assertThat(refusal.errno()).isEqualTo(Errno.EOPNOTSUPP);
                assertThat(load(type, new DeviceSlice("part", virtio, 8, 24))).hasMessage(refusal.getMessage());
            }
            return virtio.stores > 0 && virtio.bios.isEmpty();
        });
    }

    /** The partition begins at sector 8; sector 0 belongs to somebody else. */
    @Test
    void wc14OverwritesWhatLiesBeforeThePartition() {
        onlyThere("WC-14", type -> {
            PmemDisk whole = new PmemDisk("pmem0", 32, IoObserver.NONE);
            assertThat(load(type, new DeviceSlice("pmem0p1", whole, 8, 24))).isNull();
            return Superblock.parse(whole.peek(0, 1)).magic() == Superblock.MAGIC;
        });
    }

    @Test
    void wc16ErasesOneOfTwoIdenticalEntries() {
        onlyThere("WC-16", type -> {
            Bench bench = Bench.pmem(8, FULL, type, new FirstChooser());
            bench.loadPmem(8, 5, 9, 4, 9, 4);
            bench.run(() -> assertThat(bench.read(9)).isEqualTo(2));
            return bench.seqCountOnDisk(0) == Superblock.FREE;
        });
    }

    @Test
    void wc22KeepsAWriterWaitingOnAFullCache() {
        onlyThere("WC-22", type -> {
            Bench bench = Bench.pmem(8, FULL, type, new FirstChooser());
            bench.loadPmem(2, 5, 1, 4, 2, 4);
            return hangs(bench, () -> bench.write(3, 3));
        });
    }

    /** Two bios to the origin; the first fails, and the end of the second frees nothing. */
    @Test
    void wc24NeverEndsAFlushMessageAfterAnError() {
        onlyThere("WC-24", type -> {
            Bench bench = Bench.pmem(8, FULL, type, new FirstChooser());
            return hangs(bench, () -> {
                bench.origin.failing = WatchedDisk.at(Bio.Op.WRITE, 5, 6);
                bench.origin.holding = WatchedDisk.at(Bio.Op.WRITE, 20, 21);
                bench.write(20, 2);
                bench.write(5, 1);
                bench.runtime.spawn("release", () -> {
                    bench.pass(10);
                    bench.origin.release();
                });
                bench.device.message(0, "flush");
            });
        });
    }

    /** Formats the cache; returns why that was refused, or null. */
    private static TargetException load(TargetType type, BlockDevice cache) {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        Map<String, BlockDevice> devices = Map.of(cache.name(), cache,
                "origin", new VolatileDisk("origin", 64, DiskOptions.DEFAULT, runtime, IoObserver.NONE));
        TargetException[] refusal = new TargetException[1];
        runtime.run(() -> {
            MappedDevice device = new MappedDevice("top", runtime, new TargetTypes(type), devices::get, line -> { });
            try {
                device.load(Table.parse("0 64 writecache p origin " + cache.name() + " 512 0"));
            } catch (TargetException e) {
                refusal[0] = e;
            } catch (TableException e) {
                throw new AssertionError(e);
            }
        });
        return refusal[0];
    }
}
