package powercut.crash.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.values.ContentPool;

/** Every log is read exactly or refused in one line that says where and what was expected. */
class DmLogWritesTest {
    private static final long HUGE = 1L << 60;

    @Test
    void entriesCountInSectorsOf512BytesWhateverTheLogDoes() throws Exception {
        ContentPool pool = new ContentPool();
        DmLog log = RawLog.read(new RawLog(1024)
                .write(10, LogEntry.METADATA, 'a', 'b') // 512-byte sectors 20-23: a a b b
                .entry(30, 4, LogEntry.DISCARD, 0)
                .entry(7, 0, LogEntry.FLUSH | LogEntry.FUA, 0)
                .mark("s:1")
                .bytes(), pool, LogLimits.defaults());
        int a = log.entries().get(0).values()[0];
        int b = log.entries().get(0).values()[2];
        assertThat(log.sectorSizeBytes()).isEqualTo(1024);
        assertThat(log.entries()).usingRecursiveComparison().isEqualTo(List.of(
                new LogEntry(0, 20, 4, LogEntry.METADATA, new int[] {a, a, b, b}, null),
                new LogEntry(1, 60, 8, LogEntry.DISCARD, null, null),
                new LogEntry(2, 14, 0, LogEntry.FLUSH | LogEntry.FUA, null, null),
                new LogEntry(3, 0, 0, LogEntry.MARK, null, "s:1")));
        assertThat(pool.bytes(a)).containsOnly('a');
        assertThat(pool.bytes(b)).containsOnly('b');
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void dataLongerThanTheBufferIsReadWhole() throws Exception {
        int[] fills = new int[5000];
        Arrays.setAll(fills, i -> i % 100);
        LogEntry entry = RawLog.read(new RawLog(512).write(1, 0, fills).bytes()).entries().get(0);
        assertThat(entry.values()).hasSize(5000);
        for (int i = 0; i < 5000; i++) {
            assertThat(entry.values()[i]).as("sector %d", i).isEqualTo(i % 100); // numbers in order of first use
        }
    }

    @Test
    void gzipIsRecognisedByItsMagic() throws Exception {
        byte[] plain = new RawLog(512).write(1, 0, 'x').bytes();
        assertThat(RawLog.read(RawLog.gzip(plain))).usingRecursiveComparison().isEqualTo(RawLog.read(plain));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 256, 511, 513, 1000, 131072, 0x80000000L, 0xffffffffL})
    void sectorSizeMustBeAPowerOfTwoInRange(long size) {
        refused(new RawLog(512).sectorSize(size).bytes(),
                "F: sectorsize " + size + " at byte 24, expected a power of two from 512 to 65536");
    }

    @Test
    void magicAndVersionMustBeTheKnownOnes() {
        refused(new RawLog(512).magic(0x123).bytes(),
                "F: not a dm-log-writes log: expected magic 0x6a736677736872 at byte 0, found 0x123");
        refused(new byte[] {1, 2, 3},
                "F: not a dm-log-writes log: expected magic 0x6a736677736872 at byte 0, found 3 bytes");
        refused(new RawLog(512).version(-1).bytes(), "F: version 18446744073709551615 at byte 8, expected 1");
    }

    @Test
    void logWithoutASuperblockIsRefused() {
        refused(new byte[0], "F: is empty, expected a dm-log-writes log");
        refused(RawLog.gzip(new byte[0]), "F: is empty, expected a dm-log-writes log");
        byte[] log = new RawLog(4096).bytes();
        refused(Arrays.copyOf(log, 27), "F: truncated superblock: expected 28 bytes, found 27");
        refused(Arrays.copyOf(log, 100), "F: truncated superblock: expected 4096 bytes, found 100");
        refused(Arrays.copyOf(log, 4095), "F: truncated superblock: expected 4096 bytes, found 4095");
    }

    @Test
    void superblockThatCountsMoreThanThereIsMeansATruncatedLog() {
        RawLog log = new RawLog(512).write(1, 0, 'x').mark("m");
        refused(log.entryCount(HUGE).bytes(), "F: entry 2 at byte 2048: truncated: the entry needs 512 bytes,"
                + " but the log ends at byte 2048; complete are 2 of 1152921504606846976 entries");
        byte[] bytes = log.entryCount(2).bytes();
        refused(Arrays.copyOf(bytes, 1535), "F: entry 0 at byte 512: truncated: the entry has 512 bytes of data,"
                + " but the log ends at byte 1535; complete are 0 of 2 entries");
        refused(Arrays.copyOf(bytes, 1600), "F: entry 1 at byte 1536: truncated: the entry needs 512 bytes,"
                + " but the log ends at byte 1600; complete are 1 of 2 entries");
    }

    @Test
    void hugeNumbersAreRefusedAndNotBelieved() {
        refused(new RawLog(512).entry(0, HUGE, 0, 0).bytes(),
                "F: entry 0 at byte 512: nr_sectors 1152921504606846976, expected at most 2147483647");
        refused(new RawLog(4096).entry(0, 1 << 28, LogEntry.DISCARD, 0).bytes(),
                "F: entry 0 at byte 4096: nr_sectors 268435456, expected at most 268435455");
        refused(new RawLog(512).entry(0, -1, LogEntry.DISCARD, 0).bytes(),
                "F: entry 0 at byte 512: nr_sectors 18446744073709551615, expected at most 2147483647");
        refused(new RawLog(512).entry(0, Integer.MAX_VALUE, 0, 0).bytes(),
                "F: entry 0 at byte 512: truncated: the entry has 1099511627264 bytes of data,"
                + " but the log ends at byte 1024; complete are 0 of 1 entries");
        refused(new RawLog(4096).entry(HUGE, 1, LogEntry.DISCARD, 0).bytes(), "F: entry 0 at byte 4096: sector"
                + " 1152921504606846976 with nr_sectors 1, expected an end of at most 2251799813685247");
        refused(new RawLog(512).entry(Long.MAX_VALUE >> 9, 1, LogEntry.DISCARD, 0).bytes(), "F: entry 0 at byte 512:"
                + " sector 18014398509481983 with nr_sectors 1, expected an end of at most 18014398509481983");
        refused(new RawLog(512).entry(0, 0, LogEntry.MARK, 1L << 40).bytes(),
                "F: entry 0 at byte 512: a MARK of data_len 1099511627776, expected at most 479");
    }

    @Test
    void flagsMustBeKnownAndMarkStandsAlone() {
        refused(new RawLog(512).entry(0, 0, 0x21, 0).bytes(),
                "F: entry 0 at byte 512: unknown flag bits 0x20, expected only 0x1f");
        refused(new RawLog(512).entry(0, 0, 1L << 63, 0).bytes(),
                "F: entry 0 at byte 512: unknown flag bits 0x8000000000000000, expected only 0x1f");
        refused(new RawLog(512).entry(0, 0, 9, 0).bytes(),
                "F: entry 0 at byte 512: flags 0x9, expected MARK (0x8) alone");
        refused(new RawLog(512).entry(0, 1, 8, 0).bytes(),
                "F: entry 0 at byte 512: a MARK with nr_sectors 1, expected 0");
    }

    @Test
    void markIsPlainTextThatFitsItsSector() throws Exception {
        String longest = "m".repeat(479);
        assertThat(RawLog.read(new RawLog(512).mark(longest).bytes()).entries().get(0).mark()).isEqualTo(longest);
        refused(new RawLog(512).mark(longest + "m").bytes(),
                "F: entry 0 at byte 512: a MARK of data_len 480, expected at most 479");
        refused(new RawLog(512).mark("a\nb").bytes(),
                "F: entry 0 at byte 512: a MARK with control characters, expected plain text");
        refused(new RawLog(512).mark("a\0").bytes(),
                "F: entry 0 at byte 512: a MARK with control characters, expected plain text");
        refused(new RawLog(512).mark("\u00ff").bytes(),
                "F: entry 0 at byte 512: a MARK that is not UTF-8, expected plain text");
    }

    @Test
    void inlineDataOfOldDaxLogsIsRefused() {
        refused(new RawLog(512).entry(0, 1, 0, 5).bytes(), "F: entry 0 at byte 512: data_len 5 without MARK, expected 0"
                + " (inline data of DAX writes, which old kernels logged, is not supported)");
    }

    @Test
    void bytesBehindTheLastEntryAreAWarning() throws Exception {
        DmLog log = RawLog.read(new RawLog(512).mark("a").mark("b").entryCount(1).bytes());
        assertThat(log.entries()).hasSize(1);
        assertThat(log.warnings()).containsExactly("not read: 512 bytes behind the last of 1 entries, at byte 1024"
                + " (the kernel counts entries late, the last ones may be missing)");
    }

    @Test
    void damagedGzipIsRefused() {
        byte[] packed = RawLog.gzip(new RawLog(512).write(1, 0, 'x', 'y', 'z').bytes());
        refused(Arrays.copyOf(packed, 5), "F: truncated gzip header");
        refusedMatching(Arrays.copyOf(packed, packed.length - 20),
                "F: entry 0 at byte 512: truncated gzip: .*byte \\d+.*");
        refusedMatching(Arrays.copyOf(packed, packed.length - 4), "F: (entry 0 at byte 512: )?truncated gzip: .*");
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 8] ^= 1;
        refusedMatching(wrongSum, "F: damaged gzip behind byte 2560 of the unpacked log: Corrupt GZIP trailer");
    }

    @Test
    void gzipOfManyEmptyMembersIsRefused() {
        byte[] member = RawLog.gzip(new byte[0]);
        byte[] bomb = new byte[member.length * 200_000];
        for (int i = 0; i < 200_000; i++) {
            System.arraycopy(member, 0, bomb, i * member.length, member.length);
        }
        refusedMatching(bomb, "F: (gzip with too many empty members in a row|is empty, expected a dm-log-writes log)");
    }

    @Test
    void logMayNotBeLargerThanAllowed() {
        byte[] bomb = RawLog.gzip(new RawLog(512).write(0, 0, new int[4096]).bytes());
        assertThat(bomb.length).isLessThan(10_000);
        assertThatThrownBy(() -> RawLog.read(bomb, new ContentPool(), new LogLimits(1 << 20, 1 << 30)))
                .isInstanceOf(BadLogException.class)
                .hasMessage("F: entry 0 at byte 512: the log is larger than the limit of 1048576 bytes"
                        + " when unpacked; --max-log-bytes raises it");
    }

    @Test
    void contentsMadeToCollideAreRefused() {
        byte[] data = new byte[512 * 1024];
        ByteBuffer words = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1024; i++) { // the last word of each undoes the hash of the others
            words.putLong(i * 512, i + 1);
            long hash = 0;
            for (int word = 0; word < 63; word++) {
                hash = (hash ^ words.getLong(i * 512 + word * 8)) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 32;
            }
            words.putLong(i * 512 + 504, hash);
        }
        refused(new RawLog(512).write(0, 0, data).bytes(), "F: entry 0 at byte 512: contents with the same hash,"
                + " made to slow down the reader; expected those of a real workload");
    }

    @Test
    void logMayNotNeedMoreMemoryThanAllowed() {
        RawLog marks = new RawLog(512);
        for (int i = 0; i < 1000; i++) {
            marks.mark("m");
        }
        refusedForMemory(marks.bytes(), "F: entry 102 at byte 52736: the log needs more memory than the limit of"
                + " 10000 bytes (so far 102 entries, 0 distinct contents); a larger Java heap (-Xmx) raises it");
        RawLog contents = new RawLog(512);
        for (int i = 1; i < 100; i++) {
            contents.write(i, 0, i);
        }
        refusedForMemory(contents.bytes(), "F: entry 15 at byte 15872: the log needs more memory than the limit of"
                + " 10000 bytes (so far 15 entries, 16 distinct contents); a larger Java heap (-Xmx) raises it");
    }

    @Test
    void whatIsNoReadableFileIsRefused(@TempDir Path dir) throws Exception {
        Path missing = dir.resolve("no\nsuch");
        assertThatThrownBy(() -> DmLogWrites.read(dir, new ContentPool(), LogLimits.defaults()))
                .isInstanceOf(BadLogException.class).hasMessage(dir + ": is a directory, expected a dm-log-writes log");
        assertThatThrownBy(() -> DmLogWrites.read(missing, new ContentPool(), LogLimits.defaults()))
                .isInstanceOf(BadLogException.class)
                .hasMessage(dir.resolve("no?such") + ": no such file, expected a dm-log-writes log");
    }

    private static void refused(byte[] log, String line) {
        assertThatThrownBy(() -> RawLog.read(log)).isInstanceOf(BadLogException.class).hasMessage(line);
    }

    private static void refusedMatching(byte[] log, String pattern) {
        assertThatThrownBy(() -> RawLog.read(log)).isInstanceOf(BadLogException.class).message().matches(pattern);
    }

    private static void refusedForMemory(byte[] log, String line) {
        assertThatThrownBy(() -> RawLog.read(log, new ContentPool(), new LogLimits(1 << 20, 10_000)))
                .isInstanceOf(BadLogException.class).hasMessage(line);
    }
}
