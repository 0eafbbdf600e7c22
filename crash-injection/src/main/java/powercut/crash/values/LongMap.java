package powercut.crash.values;

import java.util.Arrays;

/**
 * A map from non-negative longs to objects, without boxing: it is asked for every sector of every crash state. Open
 * addressing with linear probing; removal is by overwriting with null.
 */
final class LongMap<V> {
    private static final int INITIAL_SLOTS = 8;

    private long[] keys; // null until the first put
    private Object[] values;
    private int used; // slots taken, also by removed entries

    @SuppressWarnings("unchecked")
    V get(long key) {
        if (used == 0) {
            return null;
        }
        int slot = slot(key);
        while (keys[slot] >= 0) {
            if (keys[slot] == key) {
                return (V) values[slot];
            }
            slot = slot + 1 & keys.length - 1;
        }
        return null;
    }

    /** Sets the value of a key; null removes it. */
    void put(long key, V value) {
        if (keys == null) {
            allocate(INITIAL_SLOTS);
        }
        int slot = slot(key);
        while (keys[slot] >= 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        if (keys[slot] < 0) {
            keys[slot] = key;
            used++;
        }
        values[slot] = value;
        if (used * 2 > keys.length) {
            grow();
        }
    }

    /** The present keys in ascending order. */
    long[] sortedKeys() {
        long[] present = new long[used];
        int n = 0;
        for (int i = 0; used > 0 && i < keys.length; i++) {
            if (keys[i] >= 0 && values[i] != null) {
                present[n++] = keys[i];
            }
        }
        long[] sorted = Arrays.copyOf(present, n);
        Arrays.sort(sorted);
        return sorted;
    }

    private void allocate(int slots) {
        keys = new long[slots];
        Arrays.fill(keys, -1);
        values = new Object[slots];
        used = 0;
    }

    @SuppressWarnings("unchecked")
    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        allocate(oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] >= 0 && oldValues[i] != null) {
                put(oldKeys[i], (V) oldValues[i]);
            }
        }
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & keys.length - 1;
    }
}
