package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.dm.TargetException;

class GeometryTest {
    /** The table of section 2.1: order, lines, bytes of a full header, sectors of it. */
    @ParameterizedTest
    @CsvSource({"4, 1, 27, 1", "5, 3, 55, 1", "6, 7, 111, 1", "7, 15, 223, 1", "8, 31, 447, 1", "9, 63, 895, 2",
        "10, 127, 1791, 4", "11, 255, 3583, 7"})
    void headerFitsForEveryOrder(int order, int lines, int bytes, int sectors) {
        Geometry geometry = new Geometry(order, 5);
        assertThat(geometry.cachesInSegment()).isEqualTo(lines);
        assertThat(13 + lines * MetablockDevice.BYTES).isEqualTo(bytes).isLessThanOrEqualTo(SegmentHeaderDevice.BYTES);
        assertThat(geometry.headerSectors()).isEqualTo(sectors);
        assertThat(geometry.lineStart(4, lines - 1) + Geometry.LINE_SECTORS).isEqualTo(geometry.segmentStart(5));
    }

    @Test
    void segmentsGoAroundTheRing() {
        Geometry geometry = new Geometry(4, 3);
        assertThat(new long[] {geometry.slotOf(1), geometry.slotOf(3), geometry.slotOf(4), geometry.slotOf(8)})
                .containsExactly(0, 2, 0, 1);
        assertThat(new int[] {geometry.lapOf(1), geometry.lapOf(3), geometry.lapOf(4), geometry.lapOf(7)})
                .containsExactly(1, 1, 2, 3);
        assertThat(geometry.segmentStart(0)).isEqualTo(16);
        assertThat(geometry.lineStart(2, 0)).isEqualTo(56);
    }

    @Test
    void restOfTheDeviceIsUnused() throws TargetException {
        assertThat(Geometry.ofDevice(2048 * 6 + 2047, 11)).isEqualTo(new Geometry(11, 5));
        assertThat(Geometry.ofDevice(48, 4).nrSegments()).isEqualTo(2);
    }

    /** WB-C5. */
    @ParameterizedTest
    @CsvSource({"0", "15", "31", "47"})
    void deviceWithoutTwoSegmentsIsRefused(long sectors) {
        assertThatThrownBy(() -> Geometry.ofDevice(sectors, 4)).isInstanceOf(TargetException.class)
                .hasMessage("Cache device too small: " + sectors + " sectors, expected at least 48");
    }

    @Test
    void deviceWithMoreLinesThanANumberHoldsIsRefused() throws TargetException {
        long segments = 0xFFFFFFFFL / 255;
        assertThat(Geometry.ofDevice(segments + 1 << 11, 11).nrSegments()).isEqualTo(segments);
        assertThatThrownBy(() -> Geometry.ofDevice(segments + 2 << 11, 11)).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @CsvSource({"3", "12", "-1"})
    void orderOutOfRangeIsRefused(int order) {
        assertThatThrownBy(() -> new Geometry(order, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
