package powercut.writecache;

/**
 * The list that writeback takes entries from, oldest first: wc-&gt;lru. The head is the newest; entries do not move
 * when they are overwritten (WC-47). The uncommitted entries are always a run that begins at the head (rule 9). Guarded
 * by the lock.
 */
final class Lru {
    private WcEntry head;
    private WcEntry tail;

    boolean isEmpty() {
        return head == null;
    }

    /** The newest entry; null if empty. */
    WcEntry head() {
        return head;
    }

    /** The oldest entry; null if empty. */
    WcEntry tail() {
        return tail;
    }

    void clear() {
        while (head != null) {
            remove(head);
        }
    }

    void addHead(WcEntry e) {
        link(null, e, head);
    }

    void addTail(WcEntry e) {
        link(tail, e, null);
    }

    /** Does nothing if the entry is not on the list, as list_del of one whose lru was initialised. */
    void remove(WcEntry e) {
        if (!e.onLru) {
            return;
        }
        if (e.lruPrevious == null) {
            head = e.lruNext;
        } else {
            e.lruPrevious.lruNext = e.lruNext;
        }
        if (e.lruNext == null) {
            tail = e.lruPrevious;
        } else {
            e.lruNext.lruPrevious = e.lruPrevious;
        }
        e.lruPrevious = null;
        e.lruNext = null;
        e.onLru = false;
    }

    private void link(WcEntry previous, WcEntry e, WcEntry next) {
        Invariant.check(!e.onLru, "an entry is on the LRU once, index", e.index);
        e.lruPrevious = previous;
        e.lruNext = next;
        if (previous == null) {
            head = e;
        } else {
            previous.lruNext = e;
        }
        if (next == null) {
            tail = e;
        } else {
            next.lruPrevious = e;
        }
        e.onLru = true;
    }
}
