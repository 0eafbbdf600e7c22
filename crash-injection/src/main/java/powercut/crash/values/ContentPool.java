package powercut.crash.values;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import powercut.block.Sectors;

/**
 * Numbers for the contents of sectors: equal contents have equal numbers, so sets of values are sets of ints.
 *
 * <p>Numbers are given in the order of first use, hence the same in every run of the same input. Not thread-safe.
 */
public final class ContentPool {
    /** The value of a sector of zeros, in every pool. */
    public static final int ZERO = 0;

    private byte[][] contents = new byte[256][];
    private int size;
    private int[] table = new int[1024]; // open addressing by content hash; number + 1, 0 is free
    private long collisions;

    public ContentPool() {
        intern(new byte[Sectors.BYTES], 0);
    }

    /** The number of the 512 bytes from {@code offset} on; they are copied if they are new. */
    public int intern(byte[] data, int offset) {
        int slot = hash(data, offset) & table.length - 1;
        while (table[slot] != 0) {
            byte[] known = contents[table[slot] - 1];
            if (Arrays.equals(known, 0, Sectors.BYTES, data, offset, offset + Sectors.BYTES)) {
                return table[slot] - 1;
            }
            collisions++;
            slot = slot + 1 & table.length - 1;
        }
        if (size == contents.length) {
            contents = Arrays.copyOf(contents, size * 2);
        }
        contents[size] = Arrays.copyOfRange(data, offset, offset + Sectors.BYTES);
        table[slot] = ++size;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    /** The numbers of {@code sectors} consecutive sectors of {@code data} from byte {@code offset} on. */
    public int[] internAll(byte[] data, int offset, int sectors) {
        int[] values = new int[sectors];
        for (int i = 0; i < sectors; i++) {
            values[i] = intern(data, offset + i * Sectors.BYTES);
        }
        return values;
    }

    /** The 512 bytes behind a number; not to be changed. */
    public byte[] bytes(int value) {
        return contents[value];
    }

    /**
     * How often other contents stood in the way of those interned: less than once each, unless somebody chose contents
     * of the same hash, which make the pool as slow as a list. Whoever interns hostile input looks here.
     */
    public long collisions() {
        return collisions;
    }

    /** How many different contents there are. */
    public int size() {
        return size;
    }

    private void grow() {
        table = new int[table.length * 2];
        for (int value = 0; value < size; value++) {
            int slot = hash(contents[value], 0) & table.length - 1;
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = value + 1;
        }
    }

    private static int hash(byte[] data, int offset) {
        ByteBuffer words = ByteBuffer.wrap(data, offset, Sectors.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long hash = 0;
        for (int i = 0; i < Sectors.BYTES / Long.BYTES; i++) {
            hash = (hash ^ words.getLong()) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ hash >>> 17);
    }
}
