package powercut.block;

/** The sector, the block layer's unit of position and length: 512 bytes, whatever a device's logical block size is. */
public final class Sectors {
    /** Bytes in a sector. */
    public static final int BYTES = 512;

    /** {@code log2(BYTES)}, the driver's SECTOR_SHIFT. */
    public static final int SHIFT = 9;

    private Sectors() {}

    /** Bytes in that many sectors; an {@link ArithmeticException} where 64 bits do not hold them. */
    public static long toBytes(long sectors) {
        return Math.multiplyExact(sectors, (long) BYTES);
    }

    /** Sectors in that many bytes; the bytes must be a whole number of sectors. */
    public static long fromBytes(long bytes) {
        if (bytes % BYTES != 0) {
            throw new IllegalArgumentException(bytes + " bytes are not a whole number of 512-byte sectors");
        }
        return bytes >> SHIFT;
    }
}
