package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import powercut.crash.log.BadLogException;

/**
 * A log for each device. The hand-made ones are of a block of dm-writecache, committed at mark a, that is written back:
 * to the origin, and then its entry becomes free.
 */
class CheckSeveralLogsTest {
    private static final int ORIGIN_SECTORS = 32768;
    private static final String TABLE = "0 32768 writecache s origin@0+32768 cache 4096 0";
    private static final String SMALL_TABLE = "0 8 writecache s origin cache@0+9 512 0";
    private static final String ORDER_DECIDES = "VIOLATED: 2 marks checked, none with a violation; another order of the"
            + " logs' entries breaks no promise, and which it was they do not tell\n";

    @TempDir
    private Path directory;

    private final byte[] block = filled(1); // as CacheImage has it in its data block 0
    private final byte[] used = new CacheImage(5).entry(0, 3, 4).bytes();
    private final byte[] free = Arrays.copyOf(new CacheImage(5).bytes(), 512);
    private final HandMadeLog top = new HandMadeLog();
    private final HandMadeLog origin = new HandMadeLog();
    private final HandMadeLog cache = new HandMadeLog();

    @BeforeEach
    void commit() {
        top.fua(3, block);
        cache.fua(0, used);
        mark("a");
    }

    @Test
    void splitLogOfTheRealDriverHoldsAsTheWholeOneDoes() throws IOException, BadLogException {
        split("writecache-6.1-ssd-a.dmlw.gz");

        Cli.Result result = check(TABLE, "--contract", "tags");

        assertThat(result.out()).contains("note      order between the logs unknown")
                .contains("covered   2^89.0 crash states at 356 crash points (+76 inside recovery), 592 recoveries")
                .endsWith("HOLDS: 238 marks checked, none with a violation\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void splitLogOfTheRealDriverLosesTheSameFsyncs() throws IOException, BadLogException {
        split("ext4-on-writecache-6.1.bottom.dmlw.gz");

        Cli.Result result = check(TABLE, "--contract", "top:" + Cli.sample("ext4-on-writecache-6.1.top.dmlw.gz"));

        assertThat(result.out()).contains("VIOLATION after mark s:6: sector 2488, 1 sector\n")
                .endsWith("VIOLATED: 13 marks checked, 12 with a violation\n");
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @Test
    void orderThatLosesTheBlockIsFoundAmongAll() throws IOException {
        origin.write(3, block).flush();
        cache.fua(0, free);
        mark("b");

        Cli.Result result = checkSmall();

        assertThat(result.out()).contains("VIOLATION before origin log entry 2 (FLUSH) completes,"
                + " while cache log entry 2 (WRITE FUA 0+1) is under way: sector 3, 1 sector\n")
                .endsWith(ORDER_DECIDES);
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @Test
    void markBetweenTellsThatTheOriginWasFirst() throws IOException {
        origin.write(3, block).flush();
        mark("m");
        cache.fua(0, free);
        mark("b");

        assertThat(checkSmall().out()).endsWith("HOLDS: 3 marks checked, none with a violation\n");
    }

    @Test
    void markBetweenTellsThatTheOriginWasLate() throws IOException {
        cache.fua(0, free);
        mark("m");
        origin.write(3, block).flush();
        mark("b");

        Cli.Result result = checkSmall();

        assertThat(result.out()).contains("VIOLATION after mark m: sector 3, 1 sector\n")
                .endsWith("VIOLATED: 3 marks checked, 1 with a violation\n");
    }

    @Test
    void lossInEveryOrderIsNotBlamedOnTheOrder() throws IOException {
        origin.write(3, block);
        cache.fua(0, free).fua(0, used);
        mark("b");

        Cli.Result result = checkSmall();

        assertThat(result.out())
                .contains("VIOLATION origin at mark b, while cache log entry 2 (WRITE FUA 0+1) is under way: ")
                .endsWith("VIOLATED: 2 marks checked, none with a violation\n");
    }

    @Test
    void notesAreInTheJson() throws IOException {
        mark("b");

        JsonNode json = new ObjectMapper().readTree(checkSmall("--json").out());

        assertThat(json.get("verdict").asText()).isEqualTo("holds");
        assertThat(json.get("notes")).hasSize(1);
        assertThat(json.get("notes").get(0).asText()).startsWith("order between the logs unknown: between two marks");
    }

    @Test
    void bundleShowsItAgain() throws IOException {
        origin.write(3, block).flush();
        cache.fua(0, free);
        mark("b");
        Path bundle = directory.resolve("bundle");

        checkSmall("--out", bundle.toString());

        assertThat(bundle.resolve("command.txt")).hasContent("powercut check --table \"$(cat table.txt)\""
                + " --log origin=log-origin-origin.dmlw --log cache=log-cache-cache.dmlw"
                + " --contract top:contract-top.dmlw\n");
        assertThat(bundle.resolve("log-cache-cache.dmlw")).hasSameBinaryContentAs(directory.resolve("cache.dmlw"));
        assertThat(bundle).isDirectoryContaining("glob:**/crash-image-origin.bin")
                .isDirectoryContaining("glob:**/crash-image-cache.bin");
    }

    @Test
    void marksThatDifferAreRefused() throws IOException {
        origin.mark("b");
        cache.mark("x");

        refuses(checkSmall(), "origin=origin.dmlw and cache=cache.dmlw differ in mark 2: log entry 1 (MARK b),"
                + " log entry 2 (MARK x); expected logs recorded together, with the same marks in the same order\n");
    }

    @Test
    void markThatIsMissingIsRefused() throws IOException {
        origin.mark("b");

        refuses(checkSmall(), "differ in mark 2: log entry 1 (MARK b), no more marks; expected");
    }

    @Test
    void twoLogsOfOneDeviceAreRefused() throws IOException {
        String file = origin.writeTo(directory.resolve("origin.dmlw"));

        refuses(Cli.run(directory, "check", "--table", SMALL_TABLE, "--log", "cache=" + file, "--log", "cache=" + file),
                "there are two logs of the device cache, expected DEVICE=FILE with another name\n");
    }

    @Test
    void deviceWithoutALogIsRefused() throws IOException {
        String file = origin.writeTo(directory.resolve("origin.dmlw"));

        refuses(Cli.run(directory, "check", "--table", SMALL_TABLE, "--log", "origin=" + file),
                "device cache@0+9 of the table: there is no log of it, expected origin@START+SECTORS\n");
    }

    @Test
    void logWithoutADeviceIsRefused() throws IOException {
        String file = origin.writeTo(directory.resolve("origin.dmlw"));

        refuses(Cli.run(directory, "check", "--table", "0 8 linear origin 0", "--log", "origin=" + file, "--log",
                "cache=" + file), "--log cache=origin.dmlw: the table names no device cache@START+SECTORS\n");
    }

    private void mark(String mark) {
        top.mark(mark);
        origin.mark(mark);
        cache.mark(mark);
    }

    private void split(String sample) throws IOException, BadLogException {
        Path whole = Cli.SAMPLES.resolve(sample);
        SplitLog.write(whole, 0, ORIGIN_SECTORS, directory.resolve("origin.dmlw"));
        SplitLog.write(whole, ORIGIN_SECTORS, 1 << 20, directory.resolve("cache.dmlw"));
    }

    private Cli.Result checkSmall(String... more) throws IOException {
        origin.writeTo(directory.resolve("origin.dmlw"));
        cache.writeTo(directory.resolve("cache.dmlw"));
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "--contract";
        all[more.length + 1] = "top:" + top.writeTo(directory.resolve("top.dmlw"));
        return check(SMALL_TABLE, all);
    }

    private Cli.Result check(String table, String... more) {
        String[] args = {"check", "--table", table, "--log", "origin=" + directory.resolve("origin.dmlw"), "--log",
            "cache=" + directory.resolve("cache.dmlw")};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(directory, all);
    }

    private static void refuses(Cli.Result result, String expected) {
        assertThat(result.err()).contains(expected).hasLineCount(1);
        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[512];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
