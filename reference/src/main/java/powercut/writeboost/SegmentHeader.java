package powercut.writeboost;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * struct segment_header: what is in one slot of the log. Guarded by io_lock, but for {@link #nrInflightIos}.
 *
 * <p>A segment is filled in its RAM buffer (current), then queued, then on the cache device: the buffer is gone.
 */
public final class SegmentHeader {
    final long slot;
    final AtomicInteger nrInflightIos = new AtomicInteger(); // reads of its data area under way
    long globalId; // 0: never used
    int length; // lines in use
    byte[] rambuf; // header area and lines; null when the segment is on the cache device
    long supersededBy; // the last segment with a newer copy of a block dropped here without write-back; 0: none
    private Metablock[] mbArray = {}; // as long as the segment was ever

    SegmentHeader(long slot) {
        this.slot = slot;
    }

    /** Makes this the slot of segment {@code id}, empty. What it held before must be clean and unhashed. */
    void reset(long id) {
        globalId = id;
        length = 0;
        supersededBy = 0;
    }

    /** The next unused line. */
    Metablock addLine(int linesMax) {
        if (mbArray.length == 0) {
            mbArray = new Metablock[linesMax];
        }
        if (mbArray[length] == null) {
            mbArray[length] = new Metablock(this, length);
        }
        return mbArray[length++];
    }

    Metablock mb(int line) {
        return mbArray[line];
    }

    /** Leaves the next line without a block. */
    public void skipLine(int linesMax) {
        addLine(linesMax).dirtyBits = 0;
    }

    /** Lines in use. */
    public int length() {
        return length;
    }

    /** Whether somebody is using its data. Any context. */
    public boolean isPinned() {
        return nrInflightIos.get() > 0;
    }

    boolean isInRam() {
        return rambuf != null;
    }

    /** count_dirty_caches_remained. */
    int countDirty() {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += mbArray[i].isDirty() ? 1 : 0;
        }
        return count;
    }
}
