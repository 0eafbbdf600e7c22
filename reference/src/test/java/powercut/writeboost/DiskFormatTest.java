package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes on the cache device: section 2.1 of the study. */
class DiskFormatTest {
    private static final Geometry GEOMETRY = new Geometry(5, 3);

    @Test
    void headerIsPackedLittleEndian() {
        byte[] area = new byte[SegmentHeaderDevice.BYTES];
        Arrays.fill(area, (byte) 0x55);
        new SegmentHeaderDevice(0x0102030405060708L, 0x11121314, List.of(
                new MetablockDevice(0x2122232425262728L, 0x7F, 0xFE, 0x31323334),
                new MetablockDevice(8, 1, 255, 1))).encode(area);
        assertThat(HexFormat.of().formatHex(area, 0, 42)).isEqualTo("0807060504030201" + "02" + "14131211"
                + "2827262524232221" + "7f" + "fe" + "34333231" + "0800000000000000" + "01" + "ff" + "01000000" + "00");
        for (int i = 41; i < area.length; i++) {
            assertThat(area[i]).as("byte %d is not left over from before (WB-C8)", i).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 35, 36, 37, 254, 255})
    void headerIsReadBack(int length) {
        byte[] area = new byte[SegmentHeaderDevice.BYTES];
        SegmentHeaderDevice header = header(77, 26, length);
        header.encode(area);
        assertThat(SegmentHeaderDevice.decode(area)).isEqualTo(header);
        int sectors = SegmentHeaderDevice.sectors(length);
        assertThat(SegmentHeaderDevice.entriesWithin(sectors)).isGreaterThanOrEqualTo(length);
        assertThat(SegmentHeaderDevice.entriesWithin(sectors - 1)).isLessThan(length);
    }

    @Test
    void zeroedHeaderHasNoId() {
        assertThat(SegmentHeaderDevice.decode(new byte[SegmentHeaderDevice.BYTES]))
                .isEqualTo(new SegmentHeaderDevice(0, 0, List.of()));
    }

    @Test
    void superblockBeginsWithTheRecord() {
        byte[] sector = new byte[512];
        SuperblockDevice.of(0x0102030405060708L, GEOMETRY).encode(sector);
        assertThat(HexFormat.of().formatHex(sector, 0, 26)).isEqualTo("0807060504030201"
                + HexFormat.of().formatHex("WBSEGLOG".getBytes(StandardCharsets.US_ASCII))
                + "05000000" + "03000000" + "0000");
        assertThat(SuperblockDevice.decode(sector)).isEqualTo(SuperblockDevice.of(0x0102030405060708L, GEOMETRY));
        assertThat(SuperblockDevice.decode(sector).refusal(GEOMETRY)).isNull();
    }

    @Test
    void superblockOfTheDriverHasNoIdentityAndIsAccepted() {
        byte[] sector = new byte[512];
        sector[0] = 9;
        SuperblockDevice superblock = SuperblockDevice.decode(sector);
        assertThat(superblock.lastMigratedSegmentId()).isEqualTo(9);
        assertThat(superblock.hasIdentity()).isFalse();
        assertThat(superblock.refusal(GEOMETRY)).isNull();
    }

    /** WB-A16. */
    @Test
    void foreignUnfinishedAndResizedDevicesAreRefused() {
        byte[] sector = new byte[512];
        sector[511] = 1;
        assertThat(SuperblockDevice.decode(sector).refusal(GEOMETRY)).startsWith("not a writeboost cache device");
        assertThat(SuperblockDevice.of(SuperblockDevice.FORMATTING, GEOMETRY).refusal(GEOMETRY))
                .startsWith("formatting has not finished");
        assertThat(SuperblockDevice.of(4, GEOMETRY).refusal(new Geometry(5, 4)))
                .isEqualTo("formatted with 3 segments of order 5, now there are 4 of order 5");
        assertThat(SuperblockDevice.of(4, GEOMETRY).refusal(new Geometry(4, 3))).isNotNull();
    }

    static SegmentHeaderDevice header(long id, int lap, int length) {
        return new SegmentHeaderDevice(id, lap, IntStream.range(0, length)
                .mapToObj(i -> new MetablockDevice(8L * (i + id), 1 + i % 127, 1 + i % 255, lap)).toList());
    }
}
