package powercut.writecache;

/**
 * One data block of the cache: struct wc_entry. Its original_sector and seq_count are in {@link Metadata} and nowhere
 * else.
 *
 * <p>Everything is guarded by the lock, but for {@link #goodData}, which the end of a write sets in interrupt context.
 */
final class WcEntry {
    final int index; // of the data block and of the metadata entry
    WcEntry older; // the previous version of the same sector, in EntryTree
    WcEntry lruPrevious; // towards the head, in Lru
    WcEntry lruNext;
    boolean onLru;
    boolean writeInProgress; // being copied to the origin
    volatile boolean goodData; // a write to the block has succeeded, or recovery found it committed (WC-08)

    WcEntry(int index) {
        this.index = index;
    }
}
