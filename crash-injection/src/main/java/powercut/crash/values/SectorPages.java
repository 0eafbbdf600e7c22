package powercut.crash.values;

import java.util.Arrays;

/** One int per sector, sparse: what {@link SectorSets} knows of a sector at a glance. */
final class SectorPages {
    /** Of a sector that nothing was said about. */
    static final int NOTHING = -3;

    private static final int PAGE = 64; // sectors

    private final LongMap<int[]> pages = new LongMap<>(); // by sector / PAGE

    int get(long sector) {
        int[] page = pages.get(sector / PAGE);
        return page == null ? NOTHING : page[(int) (sector % PAGE)];
    }

    void set(long sector, int value) {
        int[] page = pages.get(sector / PAGE);
        if (page == null) {
            page = new int[PAGE];
            Arrays.fill(page, NOTHING);
            pages.put(sector / PAGE, page);
        }
        page[(int) (sector % PAGE)] = value;
    }

    /** Whether nothing was said about any sector of {@code [sector, sector + sectors)} or its page. */
    boolean isEmpty(long sector, long sectors) {
        for (long page = sector / PAGE; page <= (sector + sectors - 1) / PAGE; page++) {
            if (pages.get(page) != null) {
                return false;
            }
        }
        return true;
    }

    /** The sectors that something was said about, ascending. */
    long[] sectors() {
        long[] sectors = new long[PAGE];
        int n = 0;
        for (long key : pages.sortedKeys()) {
            int[] page = pages.get(key);
            for (int i = 0; i < PAGE; i++) {
                if (page[i] != NOTHING) {
                    sectors = n == sectors.length ? Arrays.copyOf(sectors, n * 2) : sectors;
                    sectors[n++] = key * PAGE + i;
                }
            }
        }
        return Arrays.copyOf(sectors, n);
    }
}
