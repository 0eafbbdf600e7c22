package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of dm-writeboost as they are. */
class InspectWriteboostTest {
    @TempDir
    private Path directory;

    @Test
    void everySlotIsJudgedAsRecoveryWould() throws IOException {
        Path image = mixed().writeTo(directory.resolve("ssd.img"));

        Cli.Result text = Cli.run(directory, "inspect", "writeboost", image.toString(), "--order", "9");
        Cli.Result json = Cli.run(directory, "inspect", "writeboost", image.toString(), "--order", "9", "--json");

        assertThat(text.out()).isEqualTo(Cli.golden("inspect-writeboost.txt", text.out()));
        assertThat(json.out()).isEqualTo(Cli.golden("inspect-writeboost.json", json.out()));
        assertThat(text.code()).isZero();
    }

    @Test
    void geometryComesFromTheSuperblockIfItIsThere() throws IOException {
        Path image = new LogImage(4, 3, 0).identity(4, 3).whole(0, 1, 1, 1).writeTo(directory.resolve("ssd.img"));

        Cli.Result result = inspect(image.toString());

        assertThat(result.out()).contains("format    order 4: 3 slots of 16 sectors, 1 line each\n")
                .contains("formatted as 3 slots of order 4").contains("replays segments 1 to 1 and ends: slot 1 holds");
    }

    @Test
    void deviceThatHasGrownIsRefusedAndStillShown() throws IOException {
        Path image = new LogImage(4, 4, 0).identity(4, 3).whole(0, 1, 1, 1).writeTo(directory.resolve("ssd.img"));

        Cli.Result result = inspect(image.toString());

        assertThat(result.out()).contains("driver    refuses it: formatted with 3 segments of order 4")
                .contains("slots     1 left alone, 3 empty\n").doesNotContain("recovery")
                .contains("       1      0       5               80  11111111  1\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void freshlyFormattedDeviceIsEmpty() throws IOException {
        Path image = new LogImage(11, 2, 0).writeTo(directory.resolve("ssd.img"));

        Cli.Result result = inspect(image.toString());

        assertThat(result.out()).contains("0 dropped, 2 empty")
                .contains("replays nothing: slot 0 holds id 0, not 1; the next segment is 1");
    }

    /** Recovery takes nothing of a log with an entry that it cannot place. */
    @Test
    void entryThatNoDriverCanHaveWrittenMakesTheLogRefused() throws IOException {
        Path image = new LogImage(4, 3, 0).whole(0, 1, 1, 1).whole(1, 2, 1, 1).entry(1, 0, 5, 12, 1, 1)
                .writeTo(directory.resolve("ssd.img"));

        Cli.Result result = inspect(image.toString(), "--order", "4");

        assertThat(result.out()).contains("driver    refuses it: segment 2 holds sector 12 of device 5\n")
                .contains("slots     2 left alone, 1 empty\n");
    }

    @Test
    void foreignBytesAreShownAsWhatTheyAre() throws IOException {
        byte[] noise = new byte[(3 << 4) * 512];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 31 + 7 | 0x80);
        }
        Path image = Files.write(directory.resolve("ssd.img"), noise);

        Cli.Result result = inspect(image.toString(), "--order", "4");

        assertThat(result.out()).contains("refuses it: not a writeboost cache device, format it first")
                .contains("slots     2 left alone, 0 empty\n").contains("left alone: no id");
        assertThat(result.code()).isZero();
    }

    @Test
    void deviceTooSmallOptionsThatDoNotFitAndMissingImagesAreOneLine() throws IOException {
        Path image = new LogImage(4, 2, 0).writeTo(directory.resolve("ssd.img"));

        assertBadInput(inspect(image.toString()),
                image + ": Cache device too small: 48 sectors, expected at least 6144; --order for smaller segments");
        assertBadInput(inspect(image.toString(), "--order", "12"), "--order 12: expected 4 to 11");
        assertBadInput(inspect(image.toString(), "--origin-sectors", "9"),
                "--origin-sectors: not for a writeboost device");
        assertBadInput(inspect(directory.resolve("none.img").toString()), "none.img: cannot be opened");
        assertBadInput(Cli.run(directory, "inspect", "writecache", image.toString(), "--order", "4"),
                "--order: not for a writecache device");
        assertBadInput(Cli.run(directory, "inspect", "bcache", image.toString()),
                "bcache: unknown kind of device, expected writecache or writeboost");
    }

    private Cli.Result inspect(String image, String... options) {
        String[] arguments = new String[3 + options.length];
        arguments[0] = "inspect";
        arguments[1] = "writeboost";
        arguments[2] = image;
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Cli.run(directory, arguments);
    }

    private static void assertBadInput(Cli.Result result, String error) {
        assertThat(result.err()).contains(error).hasLineCount(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(2);
    }

    /**
     * Slots of 63 lines, two sectors of header. 2 is migrated, 3 and 4 are replayed, the second sector of 5 is from an
     * earlier lap, 6 is whole but behind it; 98 stands in the wrong slot.
     */
    private static LogImage mixed() {
        LogImage image = new LogImage(9, 7, 2).segment(0, 98, 1, 14).whole(1, 2, 2, 1).whole(2, 3, 1, 1)
                .entry(2, 0, 127, 8, 1, 1).whole(3, 4, 3, 1).entry(3, 1, 6, 16, 0x21, 1).entry(3, 2, 0, 3, 0, 1)
                .whole(4, 5, 37, 1).whole(5, 6, 1, 1);
        return image.entry(4, 36, 5, 8, 0xFF, 0);
    }
}
