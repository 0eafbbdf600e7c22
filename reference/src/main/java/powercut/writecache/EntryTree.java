package powercut.writecache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The cached blocks by sector: wc-&gt;tree (rule 8). A sector has more than one version only while an older one is
 * being written back; versions hang behind each other, newest first. Guarded by the lock.
 */
final class EntryTree {
    private final ToLongFunction<WcEntry> originalSector;
    private final TreeMap<Long, WcEntry> newest = new TreeMap<>(); // by original_sector

    EntryTree(ToLongFunction<WcEntry> originalSector) {
        this.originalSector = originalSector;
    }

    void clear() {
        newest.clear();
    }

    /** The newest version of the block at {@code sector}; null if it is not cached. */
    WcEntry find(long sector) {
        return newest.get(sector);
    }

    /** The oldest version of the block at {@code sector}; null if it is not cached (WFE_LOWEST_SEQ). */
    WcEntry oldest(long sector) {
        WcEntry e = newest.get(sector);
        while (e != null && e.older != null) {
            e = e.older;
        }
        return e;
    }

    /** The next cached sector after {@code sector}; {@link Long#MAX_VALUE} if there is none (WFE_RETURN_FOLLOWING). */
    long following(long sector) {
        Long next = newest.higherKey(sector);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** All versions of all blocks that begin in [start, end), by sector, oldest version first. */
    List<WcEntry> in(long start, long end) {
        List<WcEntry> found = new ArrayList<>();
        Map.Entry<Long, WcEntry> next = newest.ceilingEntry(start);
        while (next != null && next.getKey() < end) {
            int first = found.size();
            for (WcEntry e = next.getValue(); e != null; e = e.older) {
                found.add(first, e);
            }
            next = newest.higherEntry(next.getKey());
        }
        return found;
    }

    /** Adds the entry as the newest version of its sector. */
    void insert(WcEntry e) {
        e.older = newest.put(originalSector.applyAsLong(e), e);
    }

    void remove(WcEntry e) {
        long sector = originalSector.applyAsLong(e);
        WcEntry version = newest.get(sector);
        if (version == e) {
            if (e.older == null) {
                newest.remove(sector);
            } else {
                newest.put(sector, e.older);
            }
        } else {
            while (version.older != e) {
                version = version.older;
            }
            version.older = e.older;
        }
        e.older = null;
    }
}
