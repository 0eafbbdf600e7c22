package powercut.writecache;

import java.util.BitSet;
import powercut.dm.StateDigest;

/**
 * The free blocks, sorted by index, with a rotor (freetree and current_free): consecutive allocations take consecutive
 * blocks, so that writeback finds long runs. What SSD mode uses.
 */
final class SortedFreeList implements FreeList {
    private static final int NONE = -1;

    private final BitSet free;
    private int currentFree = NONE; // what the next pop returns
    private int size;

    SortedFreeList(int nBlocks) {
        free = new BitSet(nBlocks);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void clear() {
        free.clear();
        currentFree = NONE;
        size = 0;
    }

    @Override
    public void add(int index) {
        Invariant.check(!free.get(index), "a block is freed once, index", index);
        if (size == 0) {
            currentFree = index;
        }
        free.set(index);
        size++;
    }

    /** Takes the block at the rotor and moves the rotor to the next free one, past the end to the first. */
    @Override
    public int pop() {
        int index = currentFree;
        if (index != NONE) {
            free.clear(index);
            size--;
            int next = free.nextSetBit(index + 1);
            currentFree = next == NONE ? free.nextSetBit(0) : next;
        }
        return index;
    }

    @Override
    public void digest(StateDigest digest) {
        digest.add(currentFree);
    }
}
