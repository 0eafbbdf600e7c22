package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.dm.Errno;
import powercut.dm.TargetException;

class SuperblockTest {
    private static final String BYTES = "21934823" + "01000000" + "00100000" + "00000000" + "fe00000000000000"
            + "0807060504030201" + "00".repeat(32);

    private static final Superblock GOOD = new Superblock(Superblock.MAGIC, 1, 4096, 254, 0x0102030405060708L);

    @Test
    void itsBytesAreThoseOfTheDriver() {
        byte[] bytes = new byte[Superblock.BYTES];
        GOOD.store(bytes);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(BYTES);
        assertThat(Superblock.parse(HexFormat.of().parseHex(BYTES))).isEqualTo(GOOD);
    }

    @Test
    void aSuperblockThatFitsTheDeviceIsAccepted() throws TargetException {
        assertThat(GOOD.check(4096, 1 << 20)).isEqualTo(new Geometry(4096, 254, 8192));
        assertThat(GOOD.check(4096, 1 << 30)).as("on a larger device").isEqualTo(new Geometry(4096, 254, 8192));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 512, -1, Invalid magic in the superblock",
        "0x23489321, 2, 512, -1, Invalid version in the superblock",
        "0x23489321, 1, 512, -1, Block size does not match superblock",
        "0x23489321, 1, 4096, 0x1000000000000000, Overflow in size calculation",
        "0x23489321, 1, 4096, 0x0fffffffffffffff, Overflow in size calculation",
        "0x23489321, 1, 4096, 0x0ffffffffffffffb, Overflow in size calculation",
        "0x23489321, 1, 4096, 0x0010000000000000, Overflow in size calculation",
        "0x23489321, 1, 4096, 0x000fffffffffffff, Overflow in size calculation",
        "0x23489321, 1, 4096, 0x000ff00000000000, Memory area is too small",
        "0x23489321, 1, 4096, 255, Memory area is too small"})
    void aWrongOneIsRefusedInTheDriversOrderAndWords(String magic, int version, int blockSize, String nBlocks,
            String error) {
        Superblock superblock =
                new Superblock(Long.decode(magic).intValue(), version, blockSize, Long.decode(nBlocks), 0);
        assertThatThrownBy(() -> superblock.check(4096, 1 << 20)).isInstanceOf(TargetException.class).hasMessage(error);
    }

    @Test
    void aSuperblockOfNoBlocksOrOfTooManyIsRefused() throws TargetException {
        requireNoMemory(0);
        requireNoMemory(Geometry.BLOCKS_MAX + 1L);
        requireNoMemory(100_000_000);
        assertThat(blocks(Geometry.BLOCKS_MAX).check(512, 1L << 40).nBlocks()).isEqualTo(Geometry.BLOCKS_MAX);
    }

    private static void requireNoMemory(long nBlocks) {
        assertThatThrownBy(() -> blocks(nBlocks).check(512, 1L << 40)).isInstanceOf(TargetException.class)
                .hasMessage("Cannot allocate memory").extracting("errno").isEqualTo(Errno.ENOMEM);
    }

    private static Superblock blocks(long nBlocks) {
        return new Superblock(Superblock.MAGIC, 1, 512, nBlocks, 0);
    }

    @Test
    void aBlockSizeThatNoTableCanHaveIsRefused() {
        Superblock large = new Superblock(Superblock.MAGIC, 1, 8192, 1, 0);
        assertThatThrownBy(() -> large.check(8192, 1 << 20)).hasMessage("Invalid block size");
    }
}
