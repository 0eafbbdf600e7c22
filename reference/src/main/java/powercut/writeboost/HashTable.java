package powercut.writeboost;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hash table, ht: finds the metablock of a block. Guarded by io_lock.
 *
 * <p>It is a tree by device and sector, where the driver chains by a hash of the sector alone (WB-C19), because a
 * discard asks for the next dirty block, and because its order depends on nothing but what is in it.
 */
final class HashTable {
    private static final int DEVICE_SHIFT = 56; // no device has that many sectors

    private final TreeMap<Long, Metablock> byKey = new TreeMap<>();

    private static long key(int deviceId, long sector) {
        return (long) deviceId << DEVICE_SHIFT | sector;
    }

    /** ht_lookup: {@code sector} is the first of the block. Null if there is none. */
    Metablock lookup(int deviceId, long sector) {
        return byKey.get(key(deviceId, sector));
    }

    /** The first block of the device at or behind {@code sector} that has a dirty sector; null if there is none. */
    Metablock nextDirty(int deviceId, long sector) {
        Map.Entry<Long, Metablock> entry = byKey.ceilingEntry(key(deviceId, sector));
        while (entry != null && entry.getValue().deviceId == deviceId) {
            if (entry.getValue().isDirty()) {
                return entry.getValue();
            }
            entry = byKey.higherEntry(entry.getKey());
        }
        return null;
    }

    /** ht_register: of its block, {@code mb} is the one to be found from now on. */
    void register(Metablock mb, int deviceId, long sector) {
        mb.deviceId = deviceId;
        mb.sector = sector;
        byKey.put(key(deviceId, sector), mb);
    }

    /** ht_del; does nothing if another one is found for its block. */
    void del(Metablock mb) {
        byKey.remove(key(mb.deviceId, mb.sector), mb);
    }

    void clear() {
        byKey.clear();
    }

    /** All metablocks that can be found, by device and sector. */
    Collection<Metablock> all() {
        return byKey.values();
    }
}
