package powercut.crash.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the command in this process, with a clock that stands still. */
final class Cli {
    static final Path SAMPLES = Path.of("samples");
    static final String TABLE = "0 32768 writecache s log@0+32768 log@32768 4096 0";

    private static final Path GOLDEN = Path.of("src/test/resources/powercut/crash/cli");
    private static final boolean WRITE_GOLDEN = Boolean.getBoolean("powercut.golden.write");

    /** What a command did. */
    record Result(int code, String out, String err) {}

    private Cli() {}

    /**
     * @param directory where bundles go
     */
    static Result run(Path directory, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, directory, () -> 0L);
        int code = Powercut.run(terminal, args);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static String sample(String name) {
        return SAMPLES.resolve(name).toString();
    }

    /** What a command is expected to print; {@code -Dpowercut.golden.write=true} takes what it prints now. */
    static String golden(String name, String printed) {
        try {
            if (WRITE_GOLDEN) {
                Files.createDirectories(GOLDEN);
                Files.writeString(GOLDEN.resolve(name), printed);
            }
            return Files.readString(GOLDEN.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
