package powercut.crash.explore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import powercut.crash.values.ContentPool;

/**
 * A content that stands for a unit of a disk which is not decided: a word of 8 bytes, repeated, that names the unit.
 *
 * @param disk index in the stack
 * @param unit sector, or atom, of that disk
 */
record Tag(int disk, long unit) {
    private static final long MAGIC = 0xA7C3L; // what no one writes into the high bits of a word
    private static final int DISK_BITS = 8;
    private static final int UNIT_BITS = 40;

    static Tag of(int disk, long unit) {
        if (disk >>> DISK_BITS != 0 || unit >>> UNIT_BITS != 0) {
            throw new IllegalArgumentException("unit " + unit + " of disk " + disk + " is beyond what a tag can name");
        }
        return new Tag(disk, unit);
    }

    /** The unit that a word names; null if it is no tag. */
    static Tag read(long word) {
        return word >>> DISK_BITS + UNIT_BITS != MAGIC ? null
                : new Tag((int) (word >>> UNIT_BITS) & (1 << DISK_BITS) - 1, word & (1L << UNIT_BITS) - 1);
    }

    /** Writes it into a unit; a content that looks the same must not exist. */
    void fill(byte[] into, int offset, ContentPool contents) {
        ByteBuffer words = ByteBuffer.wrap(into, offset, contents.unitBytes()).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            words.putLong((MAGIC << DISK_BITS | disk) << UNIT_BITS | unit);
        }
        if (contents.find(into, offset) != ContentPool.UNKNOWN) {
            throw new IllegalStateException("a disk holds the content that is to stand for what is not decided in unit "
                    + unit + " of disk " + disk);
        }
    }
}
