package powercut.writeboost;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * rambuf_pool: buffers of one segment each, made when first used. The buffer of a segment follows from its id; it is
 * busy until the flush daemon has written the segment (WB-B6).
 */
public class RamBuffers {
    /** NR_RAMBUF_POOL. */
    public static final int NR_RAMBUF_POOL = 64;

    private final byte[][] pool; // guarded by io_lock
    private final AtomicReferenceArray<SegmentHeader> busyWith;
    private final int bytes;

    /**
     * @param nr buffers
     * @param bytes of each
     */
    public RamBuffers(int nr, int bytes) {
        this.pool = new byte[nr][];
        this.busyWith = new AtomicReferenceArray<>(nr);
        this.bytes = bytes;
    }

    /** Whether the buffer of segment {@code id} can be taken. Any context. */
    protected boolean isFree(long id) {
        return busyWith.get(index(id)) == null;
    }

    /** Gives the segment its buffer, which must be free; zeros, so that nothing stale reaches the disk (WB-C8). */
    void take(SegmentHeader seg) {
        int index = index(seg.globalId);
        if (pool[index] == null) {
            pool[index] = new byte[bytes];
        }
        Arrays.fill(pool[index], (byte) 0);
        busyWith.set(index, seg);
        seg.rambuf = pool[index];
    }

    /** rambuf->done: the segment is on the cache device. */
    void release(SegmentHeader seg) {
        seg.rambuf = null;
        busyWith.set(index(seg.globalId), null);
    }

    /** Which of the pool a segment has. */
    protected int index(long id) {
        return (int) (id % pool.length);
    }
}
