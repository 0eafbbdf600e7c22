package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.dm.TargetException;
import powercut.writecache.WritecacheImage.Entry;
import powercut.writecache.WritecacheImage.State;

class WritecacheImageTest {
    @Test
    void anImageWrittenByTheTargetIsReadBack() {
        Bench bench = new Bench(8, "0");
        bench.run(() -> {
            bench.write(5, 7);
            bench.write(9, 8);
            bench.flush();
            bench.write(6, 7);
            bench.discard(9, 1);
        });
        List<Entry> entries = entries(bench);
        assertThat(entries).hasSize(8);
        assertThat(entries.subList(0, 4)).containsExactly(
                new Entry(0, State.COMMITTED, 5, 0, 1),
                new Entry(1, State.FREE, 9, -1, 2),
                new Entry(2, State.UNCOMMITTED, 6, 1, 3), // carried along by the discard's metadata write
                new Entry(3, State.FREE, -1, -1, 4));
    }

    @Test
    void aLargeImageIsReadInPieces() {
        Bench bench = new Bench(9000, "0");
        bench.run(() -> bench.write(5, 7));
        List<Entry> entries = entries(bench);
        long nBlocks = 9001L * 512 / 528;
        assertThat(entries).hasSizeGreaterThan(8000).hasSizeLessThanOrEqualTo((int) nBlocks);
        for (int i = 0; i < entries.size(); i++) {
            assertThat(entries.get(i).index()).isEqualTo(i);
            assertThat(entries.get(i).state()).isEqualTo(State.FREE);
        }
    }

    @Test
    void whatTheDriverWouldRefuseIsRefusedInItsWords() {
        byte[] sector = new byte[512];
        assertRefused(sector, "Invalid magic in the superblock");
        new Superblock(Superblock.MAGIC, 1, 0, 1, 0).store(sector);
        assertRefused(sector, "Invalid block size");
        new Superblock(Superblock.MAGIC, 1, 512, 1L << 60, 0).store(sector);
        assertRefused(sector, "Overflow in size calculation");
        new Superblock(Superblock.MAGIC, 1, 512, 1L << 40, 0).store(sector);
        assertRefused(sector, "Memory area is too small");
    }

    @Test
    void anImpossibleSuperblockIsDecodedAsFarAsTheDeviceGoes() throws IOException {
        byte[] sector = new byte[512];
        new Superblock(7, 9, 513, -1, 0).store(sector);
        WritecacheImage.SectorReader reader = (at, sectors, into) -> System.arraycopy(sector, 0, into, 0, 512);
        WritecacheImage image = WritecacheImage.decode(reader, 9);
        assertThat(image.superblock().magic()).isEqualTo(7);
        assertThat(image.geometry()).isEqualTo(new Geometry(4096, (9 * 512 - 64) / 16, 8192));

        new Superblock(7, 9, 1024, 3, 0).store(sector);
        assertThat(WritecacheImage.decode(reader, 9).geometry()).isEqualTo(new Geometry(1024, 3, 1024));
    }

    private static void assertRefused(byte[] sector, String error) {
        WritecacheImage.SectorReader reader = (at, sectors, into) -> System.arraycopy(sector, 0, into, 0, 512);
        assertThatThrownBy(() -> WritecacheImage.open(reader, 9))
                .isInstanceOf(TargetException.class).hasMessage(error);
    }

    private static List<Entry> entries(Bench bench) {
        List<Entry> entries = new ArrayList<>();
        try {
            WritecacheImage image = WritecacheImage.open((sector, sectors, into) -> {
                byte[] read = bench.cache.disk.peek(sector, sectors);
                System.arraycopy(read, 0, into, 0, read.length);
                Arrays.fill(into, read.length, into.length, (byte) 0x55);
            }, bench.cache.sectors());
            image.forEachEntry(entries::add);
        } catch (IOException | TargetException e) {
            throw new AssertionError(e);
        }
        return entries;
    }
}
