package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SectorStoreTest {
    private final SectorStore store = new SectorStore();

    @Test
    void whatWasNeverWrittenIsZeros() {
        byte[] into = Fill.sectors(9, 9);
        store.read(1L << 50, 2, into, 0);
        assertThat(Fill.cells(into)).containsExactly(0, 0);
    }

    @Test
    void rangeMayLieAcrossPages() {
        store.write(62, 4, Fill.sectors(1, 2, 3, 4), 0);
        assertThat(read(61, 6)).containsExactly(0, 1, 2, 3, 4, 0);
    }

    @Test
    void offsetsCountInBytesOfTheArray() {
        store.write(0, 2, Fill.sectors(8, 1, 2, 8), Sectors.BYTES);
        byte[] into = Fill.sectors(9, 9, 9);
        store.read(0, 1, into, Sectors.BYTES);
        assertThat(Fill.cells(into)).containsExactly(9, 1, 9);
        assertThat(read(0, 3)).containsExactly(1, 2, 0);
    }

    @Test
    void laterChangeOfTheArrayDoesNotReachTheStore() {
        byte[] data = Fill.sectors(1);
        store.write(0, 1, data, 0);
        data[0] = 2;
        assertThat(read(0, 1)).containsExactly(1);
    }

    @Test
    void zeroedRangeReadsAsZeros() {
        store.write(62, 4, Fill.sectors(1, 2, 3, 4), 0);
        store.zero(63, 2);
        store.zero(1000, 5);
        assertThat(read(62, 4)).containsExactly(1, 0, 0, 4);
    }

    @Test
    void bytesMayBeginAndEndAnywhere() {
        store.writeBytes(64 * Sectors.BYTES - 3, new byte[] {9, 1, 2, 3, 4, 5, 9}, 1, 5);
        byte[] into = {9, 9, 9, 9, 9, 9, 9, 9, 9};
        store.readBytes(64 * Sectors.BYTES - 4, into, 1, 7);
        assertThat(into).containsExactly(9, 0, 1, 2, 3, 4, 5, 0, 9);
    }

    private int[] read(long sector, int sectors) {
        byte[] into = new byte[sectors * Sectors.BYTES];
        store.read(sector, sectors, into, 0);
        return Fill.cells(into);
    }
}
