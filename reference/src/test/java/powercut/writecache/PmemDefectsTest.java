package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.HardwareMemoryError;
import powercut.block.IoObserver;
import powercut.block.Limits;
import powercut.block.PersistentMemory;
import powercut.block.PmemDisk;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;
import powercut.writecache.published.FuaIgnored;
import powercut.writecache.published.WritecacheDefects;

/** What only persistent memory shows: the reference does it right, and the published defect wrong. */
class PmemDefectsTest {
    private static final WritecacheType REFERENCE = new WritecacheType();

    @Test
    void wc02EndsAFuaWriteWithoutACommit() {
        WritecacheType published = new WritecacheType(new WritecacheSteps().commit(FuaIgnored::new));
        assertThat(seqCountAfterAFuaWrite(published)).isZero();
        assertThat(seqCountAfterAFuaWrite(REFERENCE)).isEqualTo(1);
    }

    private static long seqCountAfterAFuaWrite(TargetType type) {
        Bench bench = bench(type);
        bench.run(() -> assertThat(bench.tryWriteFua(5, 7)).isEqualTo(Status.OK));
        return bench.superblockSeqCount();
    }

    @Test
    void wc12MakesNothingDurable() {
        assertThat(barriersOfAFlush(WritecacheDefects.type("WC-12"))).isZero();
        assertThat(barriersOfAFlush(REFERENCE)).isEqualTo(2);
    }

    private static long barriersOfAFlush(TargetType type) {
        Bench bench = bench(type);
        bench.run(() -> {
            bench.write(5, 7);
            assertThat(bench.flush()).isEqualTo(Status.OK);
            assertThat(bench.superblockSeqCount()).isEqualTo(1);
        });
        return bench.io.stream().filter("barrier"::equals).count();
    }

    @Test
    void wc13TakesMemoryThatABarrierDoesNotMakeDurable() {
        TargetException refusal = refusal(REFERENCE, new AsynchronousDisk());
        assertThat(refusal).hasMessage("Asynchronous persistent memory not supported as pmem cache");
        assertThat(refusal.errno()).isEqualTo(Errno.EOPNOTSUPP);
        BlockDevice partition = new DeviceSlice("partition", new AsynchronousDisk(), 8, 32);
        assertThat(refusal(REFERENCE, partition)).hasMessage(refusal.getMessage());
        AsynchronousDisk disk = new AsynchronousDisk();
        assertThat(refusal(WritecacheDefects.type("WC-13"), disk)).isNull();
        assertThat(disk.stores).as("durable only after a FLUSH, which never comes").isPositive();
        assertThat(disk.bios).isEmpty();
    }

    @Test
    void wc14OverwritesTheStartOfTheDevice() {
        assertThat(startOfTheDevice(WritecacheDefects.type("WC-14"))).isNotEqualTo(Bench.sector(7));
        assertThat(startOfTheDevice(REFERENCE)).isEqualTo(Bench.sector(7));
    }

    private static byte[] startOfTheDevice(TargetType type) {
        PmemDisk whole = new PmemDisk("whole", 64, IoObserver.NONE);
        whole.load(1, Bench.sector(7));
        BlockDevice partition = new DeviceSlice("partition", whole, 32, 32);
        assertThat(refusal(type, partition)).isNull();
        return whole.peek(1, 1);
    }

    private static Bench bench(TargetType type) {
        return Bench.pmem(8, "4 high_watermark 100 low_watermark 100", type, new FirstChooser());
    }

    private static TargetException refusal(TargetType type, BlockDevice cache) {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        BlockDevice origin = new PmemDisk("origin", 64, IoObserver.NONE);
        TargetContext context = new TargetContext("top", 0, 64, runtime, Map.of("origin", origin, "cache", cache)::get,
                line -> { }, () -> true);
        TargetException[] refusal = new TargetException[1];
        runtime.run(() -> {
            try {
                type.construct(context, "p origin cache 512 0".split(" "));
            } catch (TargetException e) {
                refusal[0] = e;
            }
        });
        return refusal[0];
    }

    /** As virtio-pmem: the host persists what was stored when the device gets a FLUSH. */
    private static final class AsynchronousDisk implements BlockDevice {
        private final PmemDisk disk = new PmemDisk("virtio", 64, IoObserver.NONE);
        private final List<Bio> bios = new ArrayList<>();
        private int stores;

        @Override
        public String name() {
            return disk.name();
        }

        @Override
        public long sectors() {
            return disk.sectors();
        }

        @Override
        public Limits limits() {
            return disk.limits();
        }

        @Override
        public void submit(Bio bio) {
            bios.add(bio);
            disk.submit(bio);
        }

        @Override
        public PersistentMemory dax() {
            PersistentMemory memory = disk.dax();
            return new PersistentMemory() {
                @Override
                public boolean isDurableByBarrier() {
                    return false;
                }

                @Override
                public long bytes() {
                    return memory.bytes();
                }

                @Override
                public void load(long offset, byte[] into, int at, int length) throws HardwareMemoryError {
                    memory.load(offset, into, at, length);
                }

                @Override
                public void store(long offset, byte[] from, int at, int length) {
                    stores++;
                    memory.store(offset, from, at, length);
                }

                @Override
                public void barrier() {
                    memory.barrier();
                }
            };
        }
    }
}
