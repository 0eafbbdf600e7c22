package powercut.block;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sparse content of a device: whatever was never written is zeros. Not thread-safe. */
public final class SectorStore {
    private static final int PAGE_SECTORS = 64;

    private final Map<Long, byte[]> pages = new HashMap<>(); // by sector / PAGE_SECTORS; only ever looked up by key

    /** Copies {@code sectors} from {@code sector} on into {@code into}, from byte {@code offset} on. */
    public void read(long sector, long sectors, byte[] into, int offset) {
        for (long i = 0; i < sectors; i++) {
            int to = offset + (int) i * Sectors.BYTES;
            byte[] page = pages.get((sector + i) / PAGE_SECTORS);
            if (page == null) {
                Arrays.fill(into, to, to + Sectors.BYTES, (byte) 0);
            } else {
                System.arraycopy(page, inPage(sector + i), into, to, Sectors.BYTES);
            }
        }
    }

    /** Stores {@code sectors} at {@code sector}, from byte {@code offset} of {@code from} on. */
    public void write(long sector, long sectors, byte[] from, int offset) {
        for (long i = 0; i < sectors; i++) {
            byte[] page = pages.computeIfAbsent((sector + i) / PAGE_SECTORS,
                    k -> new byte[PAGE_SECTORS * Sectors.BYTES]);
            System.arraycopy(from, offset + (int) i * Sectors.BYTES, page, inPage(sector + i), Sectors.BYTES);
        }
    }

    /** Makes the range read as zeros. */
    public void zero(long sector, long sectors) {
        for (long i = 0; i < sectors; i++) {
            byte[] page = pages.get((sector + i) / PAGE_SECTORS);
            if (page != null) {
                Arrays.fill(page, inPage(sector + i), inPage(sector + i) + Sectors.BYTES, (byte) 0);
            }
        }
    }

    private static int inPage(long sector) {
        return (int) (sector % PAGE_SECTORS) * Sectors.BYTES;
    }
}
