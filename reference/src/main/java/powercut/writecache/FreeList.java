package powercut.writecache;

import java.util.BitSet;

/**
 * The free blocks, sorted by index, with a rotor (freetree and current_free, rule 10): consecutive allocations take
 * consecutive blocks, so that writeback finds long runs. Guarded by the lock.
 */
final class FreeList {
    private static final int NONE = -1;

    private final BitSet free;
    private int currentFree = NONE; // what the next pop returns
    private int size;

    FreeList(int nBlocks) {
        free = new BitSet(nBlocks);
    }

    /** Blocks: freelist_size. */
    int size() {
        return size;
    }

    /** Index of the block that the next {@link #pop} returns; -1 if there is none. */
    int currentFree() {
        return currentFree;
    }

    void clear() {
        free.clear();
        currentFree = NONE;
        size = 0;
    }

    void add(int index) {
        Invariant.check(!free.get(index), "a block is freed once, index", index);
        if (size == 0) {
            currentFree = index;
        }
        free.set(index);
        size++;
    }

    /**
     * Takes the block at the rotor and moves the rotor to the next free one, past the end to the first; -1 if there is
     * none.
     */
    int pop() {
        int index = currentFree;
        if (index != NONE) {
            free.clear(index);
            size--;
            int next = free.nextSetBit(index + 1);
            currentFree = next == NONE ? free.nextSetBit(0) : next;
        }
        return index;
    }
}
