package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    void refusedDeviceLeavesNothingBehind() {
        Cli.Result result = Cli.run(directory, "recover", "--out", out.toString(), "--table",
                "0 8 writecache s " + disk + "@0+8 " + disk + "@8 4096 0");

        assertThat(result.err()).isEqualTo("powercut recover: Invalid device size\n");
        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(directory).isDirectoryNotContaining("glob:**volume*");
    }

    private Cli.Result recover(String... more) {
        String[] args = {"recover", "--out", out.toString(), "--table",
                "0 8 writecache s " + disk + "@0+8 " + disk + "@8 512 0"};
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
