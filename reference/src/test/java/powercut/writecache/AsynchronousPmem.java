package powercut.writecache;

import java.util.ArrayList;
import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.HardwareMemoryError;
import powercut.block.IoObserver;
import powercut.block.Limits;
import powercut.block.PersistentMemory;
import powercut.block.PmemDisk;

/** As virtio-pmem: the host makes what was stored durable when the device gets a FLUSH, and not before. */
final class AsynchronousPmem implements BlockDevice {
    final List<Bio> bios = new ArrayList<>();
    int stores;
    private final PmemDisk disk;

    AsynchronousPmem(String name, long sectors) {
        disk = new PmemDisk(name, sectors, IoObserver.NONE);
    }

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
