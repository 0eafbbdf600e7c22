package powercut.writeboost;

/**
 * struct metablock: one line of a segment, a block of 8 sectors with a dirty bit for each. Guarded by io_lock.
 *
 * <p>A dirty sector is newer here than on its backing device. A line without a dirty bit may stay in the hash table; it
 * means nothing.
 */
public final class Metablock {
    final SegmentHeader seg;
    final int line; // in the segment, from 0
    long sector; // of the backing device, first of the block
    int deviceId;
    int dirtyBits;

    Metablock(SegmentHeader seg, int line) {
        this.seg = seg;
        this.line = line;
    }

    boolean isDirty() {
        return dirtyBits != 0;
    }

    boolean isDirty(int sectorInBlock) {
        return (dirtyBits >> sectorInBlock & 1) != 0;
    }

    /** Whether some, not all, of its sectors are dirty, and on the cache device. */
    public boolean isPartialInLog() {
        return isDirty() && !isFull() && !seg.isInRam();
    }

    boolean isFull() {
        return dirtyBits == Geometry.FULL;
    }
}
