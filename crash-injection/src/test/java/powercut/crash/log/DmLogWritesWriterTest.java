package powercut.crash.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.values.ContentPool;

/** What is written can be read back, is what the driver would have written, and never half there. */
class DmLogWritesWriterTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"512, false", "512, true", "4096, true", "65536, false"})
    void logIsReadBackAsItWasWritten(int sectorSizeBytes, boolean gzip) throws Exception {
        ContentPool pool = new ContentPool();
        DmLog log = randomLog(new Random(sectorSizeBytes), sectorSizeBytes, pool);
        Path file = dir.resolve("log");
        DmLogWritesWriter.write(file, log, pool, gzip);
        DmLog read = DmLogWrites.read(file, pool, LogLimits.defaults());
        assertThat(read).usingRecursiveComparison().ignoringFields("warnings").isEqualTo(log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"writecache-6.1-ssd-a.dmlw.gz", "ext4-on-writecache-6.1.top.dmlw.gz"})
    void recordedLogIsWrittenAgainByteForByte(String sample) throws Exception {
        ContentPool pool = new ContentPool();
        Path recorded = SampleLogsTest.SAMPLES.resolve(sample);
        Path again = dir.resolve("again");
        DmLogWritesWriter.write(again, DmLogWrites.read(recorded, pool, LogLimits.defaults()), pool, false);
        try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(recorded))) {
            assertThat(Files.readAllBytes(again)).isEqualTo(unpacked.readAllBytes());
        }
    }

    @Test
    void sameLogGivesTheSameGzipWithoutATimeStamp() throws Exception {
        ContentPool pool = new ContentPool();
        DmLog log = randomLog(new Random(1), 512, pool);
        DmLogWritesWriter.write(dir.resolve("a"), log, pool, true);
        DmLogWritesWriter.write(dir.resolve("b"), log, pool, true);
        byte[] bytes = Files.readAllBytes(dir.resolve("a"));
        assertThat(Files.readAllBytes(dir.resolve("b"))).isEqualTo(bytes);
        assertThat(new byte[] {bytes[4], bytes[5], bytes[6], bytes[7]}).containsOnly(0); // MTIME of RFC 1952
    }

    @ParameterizedTest
    @CsvSource({
        "9, 8, 0, 8, , not aligned", "8, 4, 4, 0, , not aligned", "8, 8, 32, 8, , unknown flags 0x20",
        "8, 8, 0, 7, , has the values of 7 sectors", "8, 8, 4, 8, , has the values of 8 sectors",
        "-8, 8, 4, 0, , no place", "0, -8, 4, 0, , negative length",
        "0, 0, 8, 0, , a text and MARK", "0, 0, 1, 0, m, a text and MARK", "0, 0, 9, 0, m, MARK stands alone",
        "0, 0, 8, 0, 'a\nb', text not plain",
    })
    void entryThatCannotBeReadBackIsNotWritten(long sector, int sectors, int flags, int values, String mark,
            String why) {
        LogEntry entry = new LogEntry(0, sector, sectors, flags, values == 0 ? null : new int[values], mark);
        DmLog log = new DmLog("log", 4096, List.of(entry), List.of());
        assertThatThrownBy(() -> DmLogWritesWriter.write(dir.resolve("log"), log, new ContentPool(), false))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void failureLeavesTheOldFileAndNothingElse() throws Exception {
        Path file = Files.writeString(dir.resolve("log"), "old");
        int[] unknownValue = {12345};
        DmLog log = new DmLog("log", 512, List.of(new LogEntry(0, 0, 1, 0, unknownValue, null)), List.of());
        assertThatThrownBy(() -> DmLogWritesWriter.write(file, log, new ContentPool(), true))
                .isInstanceOf(RuntimeException.class);
        assertThat(file).hasContent("old");
        assertThat(dir).isDirectoryNotContaining(other -> !other.equals(file));

        DmLog empty = new DmLog("log", 512, List.of(), List.of());
        Path directory = Files.createDirectory(dir.resolve("directory"));
        assertThatThrownBy(() -> DmLogWritesWriter.write(directory, empty, new ContentPool(), false))
                .isInstanceOf(IOException.class);
        assertThat(dir.resolve("directory.partial")).doesNotExist();
    }

    private static DmLog randomLog(Random random, int sectorSizeBytes, ContentPool pool) {
        int ratio = sectorSizeBytes / 512;
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long sector = (long) random.nextInt(1 << 20) * ratio;
            int sectors = random.nextInt(4) * ratio;
            int flags = random.nextInt(4) | (random.nextBoolean() ? LogEntry.METADATA : 0);
            entries.add(switch (random.nextInt(3)) {
                case 0 -> new LogEntry(i, 0, 0, LogEntry.MARK, null, "mark " + i + " \u00fc");
                case 1 -> new LogEntry(i, sector, sectors, flags | LogEntry.DISCARD, null, null);
                default -> new LogEntry(i, sector, sectors, flags, data(random, sectors, pool), null);
            });
        }
        return new DmLog("log", sectorSizeBytes, entries, List.of());
    }

    private static int[] data(Random random, int sectors, ContentPool pool) {
        if (sectors == 0) {
            return null; // a FLUSH, or a write of nothing
        }
        byte[] data = new byte[sectors * 512];
        random.nextBytes(data);
        return pool.internAll(data, 0, sectors);
    }
}
