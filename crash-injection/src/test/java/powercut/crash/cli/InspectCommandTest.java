package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cache devices as they are. */
class InspectCommandTest {
    @TempDir
    private Path directory;

    @Test
    void everyEntryIsJudgedAsRecoveryWould() throws IOException {
        Path image = mixed().writeTo(directory.resolve("cache.img"));

        Cli.Result text = Cli.run(directory, "inspect", "writecache", image.toString(), "--origin-sectors", "16");
        Cli.Result json = Cli.run(directory, "inspect", "writecache", image.toString(), "--json");

        assertThat(text.out()).isEqualTo(Cli.golden("inspect.txt", text.out()));
        assertThat(json.out()).isEqualTo(Cli.golden("inspect.json", json.out()));
        assertThat(text.code()).isZero();
    }

    @Test
    void corruptDeviceIsDecodedAsFarAsItGoes() throws IOException {
        Path image = mixed().superblock(0x23489321, 2, 512, 1L << 60, 5).writeTo(directory.resolve("cache.img"));

        Cli.Result result = Cli.run(directory, "inspect", "writecache", image.toString());

        assertThat(result.out()).contains("driver    refuses it: Invalid version in the superblock\n")
                .contains("1152921504606846976 of them").contains("       0            3            4");
        assertThat(result.code()).isZero();
    }

    @Test
    void unformattedDeviceIsNoError() throws IOException {
        Path image = Files.write(directory.resolve("cache.img"), new byte[4096]);

        Cli.Result result = Cli.run(directory, "inspect", "writecache", image.toString() + "@1+3");

        assertThat(result.out()).contains("driver    formats it, whatever is on it\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void imageOfTheRealDriverIsUnderstood() throws IOException {
        Path image = directory.resolve("pmem.img");
        Path sample = Cli.SAMPLES.resolve("writecache-pmem-6.1.image.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(sample))) {
            Files.copy(in, image);
        }

        Cli.Result result = Cli.run(directory, "inspect", "writecache", image.toString());

        assertThat(result.out()).isEqualTo(Cli.golden("inspect-pmem-6.1.txt", result.out()));
    }

    private static CacheImage mixed() {
        return new CacheImage(5).entry(0, 3, 4).entry(1, 5, 5).entry(2, 3, 2).entry(4, 7, 1).entry(5, 7, 1)
                .entry(6, 16, 0);
    }
}
