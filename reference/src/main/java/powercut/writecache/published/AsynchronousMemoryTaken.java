package powercut.writecache.published;

import powercut.block.PersistentMemory;
import powercut.writecache.PersistentMemoryClaim;

/**
 * WC-13: memory that needs more than a barrier to be durable, as virtio-pmem, is taken like any other. Fixed upstream
 * by a46624580376.
 */
public final class AsynchronousMemoryTaken extends PersistentMemoryClaim {
    @Override
    protected boolean isDurableByBarrier(PersistentMemory memory) {
        return true;
    }
}
