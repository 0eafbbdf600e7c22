package powercut.writecache;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import powercut.dm.StateDigest;

/** The free blocks in the order in which they were freed (wc-&gt;freelist as a list): what pmem mode uses. */
final class FifoFreeList implements FreeList {
    private final Deque<Integer> list = new ArrayDeque<>();
    private final BitSet free;

    FifoFreeList(int nBlocks) {
        free = new BitSet(nBlocks);
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public void clear() {
        list.clear();
        free.clear();
    }

    @Override
    public void add(int index) {
        Invariant.check(!free.get(index), "a block is freed once, index", index);
        free.set(index);
        list.addLast(index);
    }

    /** Takes the block that has been free for longest. */
    @Override
    public int pop() {
        if (list.isEmpty()) {
            return -1;
        }
        int index = list.removeFirst();
        free.clear(index);
        return index;
    }

    @Override
    public void digest(StateDigest digest) {
        list.forEach(digest::add);
    }
}
