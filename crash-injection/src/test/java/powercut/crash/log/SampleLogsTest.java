package powercut.crash.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.crash.values.ContentPool;

/** The samples are the ones that were recorded, and the reader sees all of them. */
class SampleLogsTest {
    static final Path SAMPLES = Path.of("samples");

    @ParameterizedTest
    @CsvSource({
        "writecache-6.1-ssd-a.dmlw.gz, 014ae6428f910e6980affb309973de5974835becb82711ff97df047d392fce44",
        "ext4-on-writecache-6.1.bottom.dmlw.gz, 1a4f285473a40c20060d961fe4a8e97761ddb129738f6c1bce03f4f6c486ad88",
        "ext4-on-writecache-6.1.top.dmlw.gz, 953dc4646840e7490f1926b196a9c24ffc28e32ad140b205011e7b172f181fac",
        "ext4-sqlite.dmlw.gz, d7be95763622518ad288239d39890d289782d79772d8aa611701446218c53520",
        "writecache-pmem-6.1.image.gz, 733f412cdc07be875d2680811774828642f36fbc41f4a32b4dea0588f81f631e",
    })
    void sampleIsTheRecordedOne(String sample, String sha256) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SAMPLES.resolve(sample)));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }

    @ParameterizedTest
    @CsvSource({
        // entries, marks, FLUSH, FUA and DISCARD entries, sectors written, as counted by an independent script
        "writecache-6.1-ssd-a.dmlw.gz, 512, 649, 238, 140, 37, 0, 2168",
        "ext4-on-writecache-6.1.bottom.dmlw.gz, 512, 233, 13, 41, 28, 0, 17224",
        "ext4-on-writecache-6.1.top.dmlw.gz, 4096, 158, 13, 16, 25, 0, 11336",
        "ext4-sqlite.dmlw.gz, 512, 1020, 54, 168, 157, 43, 17864",
    })
    void everyEntryOfASampleIsRead(String sample, int sectorSizeBytes, int entries, int marks, int flushes, int fuas,
            int discards, long sectorsWritten) throws Exception {
        DmLog log = read(sample);
        assertThat(log.name()).isEqualTo(sample);
        assertThat(log.sectorSizeBytes()).isEqualTo(sectorSizeBytes);
        assertThat(log.entries()).hasSize(entries);
        assertThat(log.entries().stream().filter(LogEntry::isMark)).hasSize(marks);
        assertThat(log.entries().stream().filter(LogEntry::isFlush)).hasSize(flushes);
        assertThat(log.entries().stream().filter(LogEntry::isFua)).hasSize(fuas);
        assertThat(log.entries().stream().filter(LogEntry::isDiscard)).hasSize(discards);
        assertThat(log.entries().stream().filter(LogEntry::isWrite).mapToLong(LogEntry::sectors).sum())
                .isEqualTo(sectorsWritten);
    }

    @Test
    void bothExt4LogsHaveTheSameMarks() throws Exception {
        List<String> top = marks(read("ext4-on-writecache-6.1.top.dmlw.gz"));
        assertThat(marks(read("ext4-on-writecache-6.1.bottom.dmlw.gz"))).isEqualTo(top);
        assertThat(top).startsWith("mounted", "s:1").endsWith("s:12").hasSize(13);
    }

    private static List<String> marks(DmLog log) {
        return log.entries().stream().filter(LogEntry::isMark).map(LogEntry::mark).toList();
    }

    private static DmLog read(String sample) throws BadLogException {
        return DmLogWrites.read(SAMPLES.resolve(sample), new ContentPool(), LogLimits.defaults());
    }
}
