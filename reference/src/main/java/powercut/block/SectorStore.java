package powercut.block;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sparse content of a device: whatever was never written is zeros. Not thread-safe. */
public final class SectorStore {
    private static final int PAGE_SECTORS = 64;
    private static final int PAGE_BYTES = PAGE_SECTORS * Sectors.BYTES;

    private final Map<Long, byte[]> pages = new HashMap<>(); // by sector / PAGE_SECTORS; only ever looked up by key

    /** Copies {@code sectors} from {@code sector} on into {@code into}, from byte {@code offset} on. */
    public void read(long sector, long sectors, byte[] into, int offset) {
        readBytes(Sectors.toBytes(sector), into, offset, Math.toIntExact(Sectors.toBytes(sectors)));
    }

    /** Stores {@code sectors} at {@code sector}, from byte {@code offset} of {@code from} on. */
    public void write(long sector, long sectors, byte[] from, int offset) {
        writeBytes(Sectors.toBytes(sector), from, offset, Math.toIntExact(Sectors.toBytes(sectors)));
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

    /** Copies {@code length} bytes from byte {@code offset} of the device on into {@code into}, from {@code at} on. */
    public void readBytes(long offset, byte[] into, int at, int length) {
        for (int done = 0; done < length; ) {
            int inPage = (int) ((offset + done) % PAGE_BYTES);
            int part = Math.min(length - done, PAGE_BYTES - inPage);
            byte[] page = pages.get((offset + done) / PAGE_BYTES);
            if (page == null) {
                Arrays.fill(into, at + done, at + done + part, (byte) 0);
            } else {
                System.arraycopy(page, inPage, into, at + done, part);
            }
            done += part;
        }
    }

    /** Stores {@code length} bytes at byte {@code offset} of the device, from byte {@code at} of {@code from} on. */
    public void writeBytes(long offset, byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            int inPage = (int) ((offset + done) % PAGE_BYTES);
            int part = Math.min(length - done, PAGE_BYTES - inPage);
            byte[] page = pages.computeIfAbsent((offset + done) / PAGE_BYTES, k -> new byte[PAGE_BYTES]);
            System.arraycopy(from, at + done, page, inPage, part);
            done += part;
        }
    }

    private static int inPage(long sector) {
        return (int) (sector % PAGE_SECTORS) * Sectors.BYTES;
    }
}
