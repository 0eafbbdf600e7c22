package powercut.writecache.published;

import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.PersistentMemory;
import powercut.writecache.PersistentMemoryClaim;

/**
 * WC-14: of a partition the memory is mapped from the first page of the whole device, and the cache overwrites what is
 * there.
 */
public final class WholeDeviceMapped extends PersistentMemoryClaim {
    @Override
    protected PersistentMemory map(BlockDevice cache) {
        return cache instanceof DeviceSlice slice ? map(slice.whole()) : cache.dax();
    }
}
