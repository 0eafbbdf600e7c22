package powercut.crash.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes rebuilt from images. */
class RecoverCommandTest {
    private static final byte ORIGIN = (byte) 0xee;

    @TempDir
    private Path directory;

    private Path disk; // origin in sectors 0 to 7, cache in 8 to 16
    private Path out;

    @BeforeEach
    void makeDisk() throws IOException {
        Path cache = new CacheImage(5).entry(0, 3, 4).entry(1, 5, 5).entry(2, 3, 2).entry(7, 6, 4)
                .writeTo(directory.resolve("cache"));
        byte[] bytes = new byte[17 * 512];
        Arrays.fill(bytes, 0, 8 * 512, ORIGIN);
        System.arraycopy(Files.readAllBytes(cache), 0, bytes, 8 * 512, 9 * 512);
        disk = Files.write(directory.resolve("disk"), bytes);
        out = directory.resolve("volume");
    }

    @Test
    void committedBlocksLieOverTheOrigin() throws IOException {
        byte[] before = Files.readAllBytes(disk);

        Cli.Result result = recover();

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(picture()).isEqualTo("ee ee ee 01 ee ee 08 ee");
        assertThat(result.out())
                .contains("recovery  keeps 2, drops 1 uncommitted and 1 older than another of the same sector\n");
        assertThat(disk).hasBinaryContent(before);
    }

    @Test
    void existingFileIsKept() throws IOException {
        Files.writeString(out, "mine");

        Cli.Result result = recover();

        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.err()).contains("exists already, expected a new name or --force").hasLineCount(1);
        assertThat(out).hasContent("mine");
    }

    @Test
    void existingFileIsReplacedIfForced() throws IOException {
        Files.writeString(out, "mine");

        assertThat(recover("--force").code()).isZero();
        assertThat(picture()).isEqualTo("ee ee ee 01 ee ee 08 ee");
    }

    @Test
    void imageIsNeverTheOutput() throws IOException {
        byte[] before = Files.readAllBytes(disk);
        out = disk;

        Cli.Result result = recover("--force");

        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.err()).contains("is one of the images").hasLineCount(1);
        assertThat(disk).hasBinaryContent(before);
    }

    @Test
    void imageUnderAnotherNameIsNeverTheOutput() throws IOException {
        byte[] before = Files.readAllBytes(disk);
        for (Path other : List.of(Files.createSymbolicLink(directory.resolve("symlink"), disk),
                Files.createLink(directory.resolve("hardlink"), disk))) {
            out = other;
            assertThat(recover("--force").err()).contains("is one of the images").hasLineCount(1);
        }
        assertThat(disk).hasBinaryContent(before);
    }

    @Test
    void dryRunTellsAllAndWritesNothing() {
        Cli.Result result = recover("--dry-run");

        String unwrapped = result.out().replaceAll("\n +", " "); // where lines end depends on the directory's name
        assertThat(unwrapped.replaceAll(" +(?=/)", " ").replace(directory + "/", "")).isEqualTo("""
                table     0 8 writecache s disk@0+8 disk@8 512 0
                cache disk@8
                format    magic 0x23489321, version 1, blocks of 512 bytes, 8 of them, seq_count 5
                driver    accepts it; metadata up to sector 0
                entries   3 committed, 1 uncommitted, 4 free
                recovery  keeps 2, drops 1 uncommitted and 1 older than another of the same sector
                plan      2 blocks, 2 sectors, from the cache, all else from disk@0+8
                volume volume: 8 sectors, 4096 bytes, sparse; nothing was written
                """);
        assertThat(result.code()).isZero();
        assertThat(out).doesNotExist();
    }

    @Test
    void blocksBeyondTheVolumeAreNotPartOfThePlan() {
        Cli.Result result = Cli.run(directory, "recover", "--dry-run", "--table",
                table(512).replaceFirst("0 8", "0 6"));

        assertThat(result.out()).contains("problem   entry 7: sector 6 lies beyond the origin, which has 6 sectors\n")
                .contains("plan      1 block, 1 sector, from the cache");
    }

    @Test
    void dryRunNeedsNoOutput() {
        Cli.Result result = Cli.run(directory, "recover", "--dry-run", "--table", table(512));

        assertThat(result.out()).endsWith("volume    8 sectors, 4096 bytes, sparse; nothing was written\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void superblockThatDoesNotFitIsExplained() throws IOException {
        refuses("Block size does not match superblock: the cache has blocks of 512 bytes, the table says 4096; expected"
                + " writecache s " + disk + "@0+8 " + disk + "@8 512\n", table(4096));
        refuses("the superblock is on " + disk + "@8: origin and cache are swapped, expected writecache s " + disk
                + "@0+8 " + disk + "@8\n", "0 8 writecache s " + disk + "@8 " + disk + "@0+8 512 0");
        refuses("Invalid magic in the superblock: there is no superblock, magic 0x23489321: it is not",
                "0 7 writecache s " + disk + "@1+7 " + disk + "@0+1 512 0");
        refuses("Memory area is too small: the superblock says 8 blocks of 512 bytes, the device has 8 sectors;"
                + " it was cut off, or the superblock is damaged\n",
                "0 8 writecache s " + disk + "@0+8 " + disk + "@8+8 512 0");
        refuses("origin " + disk + "@0+8: has 8 sectors, the table maps 16; is the image complete?\n",
                table(512).replaceFirst("0 8", "0 16"));
        refuses("start_sector is not supported, expected the cache as IMG@START",
                table(512).replaceFirst("512 0", "512 2 start_sector 1"));
    }

    @Test
    void deviceThatIsNoCacheIsNotFormatted() throws IOException {
        Path cache = Files.write(directory.resolve("blank"), new byte[64 * 512]);
        refuses("cache " + cache + ": not formatted: there is no superblock", withCache(cache));
        new CacheImage(5).superblock(0x23489321, 2, 512, 8, 5).writeTo(cache);
        refuses("Invalid version in the superblock: the format has version 2, only 1 is known", withCache(cache));
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(cache))) {
            byte[] noise = new byte[4096];
            new Random(1).nextBytes(noise);
            gzip.write(noise);
        }
        refuses("Invalid magic in the superblock: it is gzip-compressed, unpack it first\n", withCache(cache));
    }

    @Test
    void cacheOfTooManyBlocksIsRefusedBeforeItsEntriesAreRead() throws IOException {
        Path cache = new CacheImage(5).superblock(0x23489321, 1, 512, 100_000_000, 5)
                .writeTo(directory.resolve("huge"));
        try (RandomAccessFile sparse = new RandomAccessFile(cache.toFile(), "rw")) {
            sparse.setLength((16L + 512) * 100_000_000 + 512);
        }
        String refusal = "Cannot allocate memory: the superblock says 100000000 blocks of 512 bytes, expected at most"
                + " 4194304\n";

        refuses("cache " + cache + ": " + refusal, withCache(cache));
        Cli.Result inspected = Cli.run(directory, "inspect", "writecache", cache.toString());
        assertThat(inspected.err()).contains(cache + ": " + refusal).hasLineCount(1);
        assertThat(inspected.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void volumeThatCannotBeReadLeavesNothingBehind() {
        Cli.Result result = Cli.run(directory, "recover", "--out", out.toString(), "--table",
                "0 16 linear " + disk + "@0+8 0");

        assertThat(result.err()).contains("the volume cannot be read at 0+16").hasLineCount(1);
        assertThat(directory).isDirectoryNotContaining("glob:**volume*");
    }

    @Test
    void tableOfANewerKernelWillDo() throws IOException {
        Cli.Result result = Cli.run(directory, "recover", "--out", out.toString(), "--table",
                table(512).replace("writecache s", "writecache p").replace("512 0", "512 3 max_age 5000 cleaner"));

        assertThat(result.err()).isEmpty();
        assertThat(picture()).isEqualTo("ee ee ee 01 ee ee 08 ee");
    }

    @Test
    void persistentMemoryOfTheRealDriverIsRecovered() throws IOException {
        Path cache = directory.resolve("pmem");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(
                Cli.SAMPLES.resolve("writecache-pmem-6.1.image.gz")))) {
            Files.copy(in, cache);
        }
        byte[] origin = new byte[64 * 512];
        Arrays.fill(origin, ORIGIN);
        Path originImage = Files.write(directory.resolve("origin"), origin);

        Cli.Result result = Cli.run(directory, "recover", "--out", out.toString(), "--table",
                "0 64 writecache p " + originImage + " " + cache + " 4096 2 autocommit_blocks 8");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("plan      7 blocks, 56 sectors, from the cache");
        byte[] pmem = Files.readAllBytes(cache);
        byte[] volume = Files.readAllBytes(out);
        long[] dataSectors = {176, 128, 136, 144, 152, 160, 168}; // of the committed entries, as inspect shows them
        for (int block = 0; block < dataSectors.length; block++) {
            int from = (int) dataSectors[block] * 512;
            assertThat(Arrays.copyOfRange(volume, block * 4096, block * 4096 + 4096)).as("block " + block)
                    .isEqualTo(Arrays.copyOfRange(pmem, from, from + 4096));
        }
        assertThat(Arrays.copyOfRange(volume, 7 * 4096, 8 * 4096)).containsOnly(ORIGIN);
    }

    @Test
    void progressIsForPeopleOnly() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal watched = new Terminal(new PrintStream(output), new PrintStream(err), true, directory, () -> 0L);

        int code = Powercut.run(watched, "recover", "--out", out.toString(), "--table", table(512));

        assertThat(code).isZero();
        assertThat(err.toString(US_ASCII)).contains("[" + "#".repeat(40) + "] 100 %, sector 8 of 8");
        assertThat(output.toString(US_ASCII)).doesNotContain("%");
    }

    private void refuses(String expected, String table) {
        Cli.Result result = Cli.run(directory, "recover", "--out", out.toString(), "--table", table);

        assertThat(result.err()).contains(expected).hasLineCount(1);
        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out).doesNotExist();
    }

    private String table(int blockSize) {
        return "0 8 writecache s " + disk + "@0+8 " + disk + "@8 " + blockSize + " 0";
    }

    private String withCache(Path cache) {
        return "0 8 writecache s " + disk + "@0+8 " + cache + " 512 0";
    }

    private Cli.Result recover(String... more) {
        String[] args = {"recover", "--out", out.toString(), "--table", table(512)};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(directory, all);
    }

    /** The first byte of each sector of the volume. */
    private String picture() throws IOException {
        byte[] bytes = Files.readAllBytes(out);
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 512) {
            cells.append(String.format("%s%02x", i == 0 ? "" : " ", bytes[i]));
        }
        return cells.toString();
    }
}
