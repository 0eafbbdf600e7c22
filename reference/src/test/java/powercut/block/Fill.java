package powercut.block;

import java.util.Arrays;

/** Sector pictures: one cell per sector, the byte that fills it. */
public final class Fill {
    private Fill() {}

    /** One sector for each cell. */
    public static byte[] sectors(int... cells) {
        byte[] bytes = new byte[cells.length * Sectors.BYTES];
        for (int i = 0; i < cells.length; i++) {
            Arrays.fill(bytes, i * Sectors.BYTES, (i + 1) * Sectors.BYTES, (byte) cells[i]);
        }
        return bytes;
    }

    /** The cells of {@code bytes}; -1 for a sector that is not full of one byte. */
    public static int[] cells(byte[] bytes) {
        int[] cells = new int[bytes.length / Sectors.BYTES];
        for (int i = 0; i < cells.length; i++) {
            byte[] sector = Arrays.copyOfRange(bytes, i * Sectors.BYTES, (i + 1) * Sectors.BYTES);
            cells[i] = Arrays.equals(sector, sectors(sector[0])) ? sector[0] : -1;
        }
        return cells;
    }
}
