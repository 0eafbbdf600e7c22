package powercut.writeboost;

import java.util.concurrent.atomic.AtomicLongArray;

/** cache->stat: how often each kind of request came, by four flags (inc_stat, clear_stat). */
final class Stat {
    /** STATLEN, all sixteen (WB-C17). */
    static final int LENGTH = 1 << 4;

    private static final int WRITE = 1;
    private static final int HIT = 1 << 1;
    private static final int ON_BUFFER = 1 << 2;
    private static final int FULLSIZE = 1 << 3;

    private final AtomicLongArray counters = new AtomicLongArray(LENGTH);

    void inc(boolean write, boolean found, boolean onBuffer, boolean fullsize) {
        counters.incrementAndGet((write ? WRITE : 0) | (found ? HIT : 0) | (onBuffer ? ON_BUFFER : 0)
                | (fullsize ? FULLSIZE : 0));
    }

    void clear() {
        for (int i = 0; i < LENGTH; i++) {
            counters.set(i, 0);
        }
    }

    /** The counter at that index: bit 0 write, 1 hit, 2 on buffer, 3 full size. */
    long get(int index) {
        return counters.get(index);
    }
}
