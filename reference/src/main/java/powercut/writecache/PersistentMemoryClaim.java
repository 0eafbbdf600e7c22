package powercut.writecache;

import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.PersistentMemory;
import powercut.block.Sectors;
import powercut.dm.Errno;
import powercut.dm.TargetException;

/**
 * Maps the memory of the cache device: persistent_memory_claim. The protected methods are the steps that a published
 * defect replaces. For the constructor, in task context.
 */
public class PersistentMemoryClaim {
    private static final int PAGE_SECTORS = (int) Sectors.fromBytes(Geometry.PAGE_SIZE);

    /**
     * The memory, from the device's first byte on.
     *
     * @throws TargetException "Unable to map persistent memory for cache": EOPNOTSUPP if the device has none, EINVAL
     *     if it has not even a page or does not begin on one; EOPNOTSUPP if a barrier does not make it durable
     */
    final PersistentMemory claim(BlockDevice cache) throws TargetException {
        PersistentMemory memory = map(cache);
        if (memory == null) {
            throw unmappable(Errno.EOPNOTSUPP);
        }
        if (!isDurableByBarrier(memory)) {
            throw new TargetException("Asynchronous persistent memory not supported as pmem cache", Errno.EOPNOTSUPP);
        }
        if (cache.sectors() < PAGE_SECTORS) {
            throw unmappable(Errno.EINVAL);
        }
        return memory;
    }

    /** dax_direct_access: the memory behind the device's sectors, of a partition those of the partition (WC-14). */
    protected PersistentMemory map(BlockDevice cache) throws TargetException {
        if (cache.dax() != null && start(cache) % PAGE_SECTORS != 0) {
            throw unmappable(Errno.EINVAL);
        }
        return cache.dax();
    }

    /** dax_synchronous: whether a barrier is all it needs to be durable (WC-13). */
    protected boolean isDurableByBarrier(PersistentMemory memory) {
        return memory.isDurableByBarrier();
    }

    private static long start(BlockDevice device) {
        return device instanceof DeviceSlice slice ? slice.start() + start(slice.whole()) : 0;
    }

    private static TargetException unmappable(int errno) {
        return new TargetException("Unable to map persistent memory for cache", errno);
    }
}
