package powercut.writecache.published;

import powercut.block.BlockDevice;
import powercut.block.HardwareMemoryError;
import powercut.block.PersistentMemory;
import powercut.dm.TargetException;
import powercut.writecache.PersistentMemoryClaim;

/**
 * WC-12: the barrier of a commit is wmb, which orders stores but on some CPUs (powerpc) makes none durable. Fixed
 * upstream by 3e79f082ebfc.
 */
public final class BarrierWithoutEffect extends PersistentMemoryClaim {
    @Override
    protected PersistentMemory map(BlockDevice cache) throws TargetException {
        PersistentMemory memory = super.map(cache);
        return memory == null ? null : new Ordered(memory);
    }

    /** Memory whose stores nobody makes durable. */
    private record Ordered(PersistentMemory memory) implements PersistentMemory {
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
        public void barrier() {
            // wmb
        }

        @Override
        public boolean isDurableByBarrier() {
            return memory.isDurableByBarrier();
        }
    }
}
