package powercut.crash.values;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import powercut.block.PersistentMemory;
import powercut.block.Sectors;

/**
 * Numbers for the contents of sectors: equal contents have equal numbers, so sets of values are sets of ints. The
 * contents of the atoms of persistent memory have numbers of their own: {@link #atoms}.
 *
 * <p>Numbers are given in the order of first use, hence the same in every run of the same input. Not thread-safe.
 */
public final class ContentPool {
    /** The value of a sector, or an atom, of zeros, in every pool. */
    public static final int ZERO = 0;

    /** From {@link #find}: never interned. */
    public static final int UNKNOWN = -1;

    private final int unitBytes; // of every content
    private final ContentPool atoms; // null in the pool of atoms itself
    private byte[][] contents = new byte[256][];
    private int size;
    private int[] table = new int[1024]; // open addressing by content hash; number + 1, 0 is free
    private long collisions;

    public ContentPool() {
        this(Sectors.BYTES, new ContentPool(PersistentMemory.ATOM_BYTES, null));
    }

    private ContentPool(int unitBytes, ContentPool atoms) {
        this.unitBytes = unitBytes;
        this.atoms = atoms;
        intern(new byte[unitBytes], 0);
    }

    /** The numbers of contents of 8 bytes. */
    public ContentPool atoms() {
        return atoms;
    }

    /** Length in bytes of every content: 512, or 8 in the pool of atoms. */
    public int unitBytes() {
        return unitBytes;
    }

    /** The number of the content from {@code offset} on; it is copied if it is new. */
    public int intern(byte[] data, int offset) {
        int slot = slot(data, offset);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == contents.length) {
            contents = Arrays.copyOf(contents, size * 2);
        }
        contents[size] = Arrays.copyOfRange(data, offset, offset + unitBytes);
        table[slot] = ++size;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    /** The number of the content from {@code offset} on, or {@link #UNKNOWN}. */
    public int find(byte[] data, int offset) {
        return table[slot(data, offset)] - 1;
    }

    /** The slot of a content: where its number is, or is to go. */
    private int slot(byte[] data, int offset) {
        int slot = hash(data, offset) & table.length - 1;
        while (table[slot] != 0) {
            if (Arrays.equals(contents[table[slot] - 1], 0, unitBytes, data, offset, offset + unitBytes)) {
                return slot;
            }
            collisions++;
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    /** The numbers of {@code units} consecutive contents of {@code data} from byte {@code offset} on. */
    public int[] internAll(byte[] data, int offset, int units) {
        int[] values = new int[units];
        for (int i = 0; i < units; i++) {
            values[i] = intern(data, offset + i * unitBytes);
        }
        return values;
    }

    /** The bytes behind a number; not to be changed. */
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

    private int hash(byte[] data, int offset) {
        ByteBuffer words = ByteBuffer.wrap(data, offset, unitBytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = 0;
        for (int i = 0; i < unitBytes / Long.BYTES; i++) {
            hash = (hash ^ words.getLong()) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ hash >>> 17);
    }
}
