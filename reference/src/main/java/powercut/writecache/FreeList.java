package powercut.writecache;

import powercut.dm.StateDigest;

/** The free blocks (rule 10); which one the next write gets is what the two modes do differently. Under the lock. */
interface FreeList {
    /** Blocks: freelist_size. */
    int size();

    void clear();

    void add(int index);

    /** Takes a block: its index, or -1 if there is none. */
    int pop();

    /** Adds what the next pops depend on, beside which blocks are free. */
    void digest(StateDigest digest);
}
