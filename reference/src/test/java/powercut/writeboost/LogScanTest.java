package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.Sectors;
import powercut.block.Status;

/** Which segments recovery replays; five slots. */
class LogScanTest {
    private static final int N = 5;

    private final Map<Long, byte[]> disk = new HashMap<>();
    private final List<Long> read = new ArrayList<>();
    private Geometry geometry = new Geometry(4, N);
    private long unreadable = -1;

    /** The picture of each slot's id, 0 for an empty one; torn ones are negative. */
    @ParameterizedTest
    @CsvSource({
        "0 0 0 0 0,   0, ''",
        "1 2 0 0 0,   0, 1 2",
        "1 2 3 4 5,   0, 1 2 3 4 5",
        "1 2 3 4 5,   2, 3 4 5",
        "1 2 3 4 5,   5, ''",
        "6 2 3 4 5,   1, 2 3 4 5 6",
        "6 7 3 4 5,   2, 3 4 5 6 7",
        "1 7 3 4 5,   2, 3 4 5",
        "1 0 3 0 0,   0, 1",
        "0 2 3 0 0,   0, ''",
        "-6 2 3 4 5,  1, 2 3 4 5",
        "1 2 -3 4 5,  0, 1 2",
        "1 2 0 0 0,   7, ''",
        "11 0 0 0 0,  10, 11"})
    void runOfConsecutiveIdsAboveTheRecordIsReplayed(String slots, long record, String replayed) {
        geometry = new Geometry(9, N);
        String[] ids = slots.split(" ");
        for (int slot = 0; slot < N; slot++) {
            long id = Long.parseLong(ids[slot]);
            if (id != 0) {
                load(slot, DiskFormatTest.header(Math.abs(id), geometry.lapOf(Math.abs(id)), 40));
            }
            if (id < 0) {
                disk.remove(geometry.segmentStart(slot) + 1);
            }
        }
        LogScan scan = scan(record);
        assertThat(ids(scan)).isEqualTo(replayed.isEmpty() ? List.of()
                : List.of(replayed.split(" ")).stream().map(Long::valueOf).toList());
        assertThat(scan.end()).isNotNull();
        assertThat(scan.failed()).isFalse();
    }

    @Test
    void onlyTheRunAndTheSlotBehindItAreRead() {
        load(2, DiskFormatTest.header(3, 1, 1));
        load(4, DiskFormatTest.header(5, 1, 1));
        LogScan scan = scan(2);
        assertThat(ids(scan)).containsExactly(3L);
        assertThat(read).containsExactly(geometry.segmentStart(2), geometry.segmentStart(3));
        assertThat(scan.end()).isEqualTo("slot 3 holds id 0, not 4");
    }

    @Test
    void tornHeaderIsReadUpToItsFirstWrongLap() {
        geometry = new Geometry(11, N);
        load(0, DiskFormatTest.header(1, 1, 255));
        disk.remove(geometry.segmentStart(0) + 2);
        LogScan scan = scan(0);
        assertThat(ids(scan)).isEmpty();
        assertThat(read).hasSize(3);
        assertThat(scan.end()).isEqualTo("segment 1 is torn: entry 72 has lap 0, not 1");
    }

    /** Every way to mix the sectors of a full header with those of the lap before (WB-A4, WB-A5). */
    @Test
    void everyMixOfTwoLapsIsSeen() {
        geometry = new Geometry(11, N);
        int sectors = geometry.headerSectors();
        for (int lap : new int[] {2, 0x100, 0x101, 0x10000, 0x1000000}) {
            long id = (lap - 1L) * N + 1;
            for (int mix = 0; mix < 1 << sectors; mix++) {
                load(0, DiskFormatTest.header(id - N, lap - 1, 255));
                byte[] area = new byte[SegmentHeaderDevice.BYTES];
                DiskFormatTest.header(id, lap, 255).encode(area);
                for (int k = 0; k < sectors; k++) {
                    if ((mix >> k & 1) == 1) {
                        disk.put(geometry.segmentStart(0) + k, sector(area, k));
                    }
                }
                assertThat(ids(scan(id - 1))).as("lap %x, sectors of the new header %x", lap, mix)
                        .isEqualTo(mix == (1 << sectors) - 1 ? List.of(id) : List.of());
            }
        }
    }

    /** WB-C18. */
    @ParameterizedTest
    @CsvSource({"0", "2", "255"})
    void lengthThatCannotBeEndsTheRun(int length) {
        load(0, DiskFormatTest.header(1, 1, length));
        LogScan scan = scan(0);
        assertThat(ids(scan)).isEmpty();
        assertThat(scan.end()).isEqualTo("segment 1 has length " + length + ", expected 1 to 1");
    }

    @Test
    void lapThatIsNotOfTheIdEndsTheRun() {
        load(0, DiskFormatTest.header(1, 2, 1));
        LogScan scan = scan(0);
        assertThat(ids(scan)).isEmpty();
        assertThat(scan.end()).isEqualTo("segment 1 has lap 2, not 1");
    }

    @Test
    void readErrorIsNotAnEndOfTheLog() {
        load(0, DiskFormatTest.header(1, 1, 1));
        unreadable = geometry.segmentStart(1);
        LogScan scan = scan(0);
        assertThat(ids(scan)).containsExactly(1L);
        assertThat(scan.failed()).isTrue();
    }

    private LogScan scan(long record) {
        read.clear();
        return new LogScan(geometry, record, 1, (sector, sectors, into, offset) -> {
            read.add(sector);
            System.arraycopy(disk.getOrDefault(sector, new byte[Sectors.BYTES]), 0, into, offset, Sectors.BYTES);
            return sector == unreadable ? Status.IOERR : Status.OK;
        });
    }

    private static List<Long> ids(LogScan scan) {
        List<Long> ids = new ArrayList<>();
        for (SegmentHeaderDevice next = scan.next(); next != null; next = scan.next()) {
            ids.add(next.globalId());
        }
        return ids;
    }

    private void load(long slot, SegmentHeaderDevice header) {
        byte[] area = new byte[SegmentHeaderDevice.BYTES];
        header.encode(area);
        for (int k = 0; k < Geometry.LINE_SECTORS; k++) {
            disk.put(geometry.segmentStart(slot) + k, sector(area, k));
        }
    }

    private static byte[] sector(byte[] area, int k) {
        byte[] sector = new byte[Sectors.BYTES];
        System.arraycopy(area, k * Sectors.BYTES, sector, 0, Sectors.BYTES);
        return sector;
    }
}
