package powercut.writecache.published;

import powercut.block.BlockDevice;
import powercut.block.HardwareMemoryError;
import powercut.block.PersistentMemory;
import powercut.dm.TargetException;
import powercut.writecache.PersistentMemoryClaim;

/**
 * WC-12: the barrier is wmb(), which on powerpc orders stores and makes none of them durable.
 */
public final class BarrierOrdersOnly extends PersistentMemoryClaim {
    @Override
    protected PersistentMemory map(BlockDevice cache) throws TargetException {
        PersistentMemory memory = super.map(cache);
        return memory == null ? null : new WithoutBarrier(memory);
    }

    private record WithoutBarrier(PersistentMemory memory) implements PersistentMemory {
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
            memory.store(offset, from, at, length);
        }

        @Override
        public void barrier() {}
    }
}
