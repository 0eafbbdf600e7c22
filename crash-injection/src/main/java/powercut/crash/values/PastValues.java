package powercut.crash.values;

import java.util.Arrays;

/** All values that sectors had, in the order of their writes: what a discard may bring back. */
final class PastValues {
    private final LongMap<Sector> sectors = new LongMap<>();

    private static final class Sector {
        private int[] values = new int[4];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }
    }

    /**
     * @param initial what the sector held before anything was added
     */
    void add(long sector, int[] initial, int value) {
        Sector ever = sectors.get(sector);
        if (ever == null) {
            ever = new Sector();
            for (int before : initial) {
                ever.add(before);
            }
            sectors.put(sector, ever);
        }
        ever.add(value);
    }

    /** Those of a sector after those in {@code before}; may repeat. */
    int[] of(long sector, int[] before) {
        Sector ever = sectors.get(sector);
        return ever == null ? before : ValueSet.concatenate(before, before.length, ever.values, ever.size);
    }
}
