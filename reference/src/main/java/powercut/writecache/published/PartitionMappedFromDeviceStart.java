package powercut.writecache.published;

import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.PersistentMemory;
import powercut.writecache.PersistentMemoryClaim;

/**
 * WC-14: of a partition the memory is mapped from the first page of the whole device on, so the cache overwrites what
 * lies there. Fixed upstream by f9e040efcc28.
 */
public final class PartitionMappedFromDeviceStart extends PersistentMemoryClaim {
    @Override
    protected PersistentMemory map(BlockDevice cache) {
        return cache instanceof DeviceSlice slice ? map(slice.whole()) : cache.dax();
    }
}
