package powercut.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs the jcstress tests of this module in a JVM of their own; fails on a FORBIDDEN outcome, on an error, on a hang,
 * and on a test that silently did not run.
 */
class StressTest {
    private static final String TESTS = "^powercut\\.stress\\.";
    private static final long TIMEOUT_MINUTES = 4;
    private static final Path DIRECTORY = Path.of("target/jcstress").toAbsolutePath();

    @Test
    void noForbiddenOutcome() throws IOException, InterruptedException {
        deleteTree(DIRECTORY);
        Files.createDirectories(DIRECTORY);
        List<String> tests = jcstress("list", "-l").lines()
                .filter(line -> line.matches("powercut\\.stress\\.\\S+")).toList();
        // an annotation processor that did not run, and actors that do not fit on the CPUs, are no failure to jcstress
        assertThat(tests).as("tests that jcstress knows").hasSize(8);
        List<String> arguments = new ArrayList<>(List.of("-c", "2", "-r", DIRECTORY.resolve("report").toString()));
        arguments.addAll(List.of(System.getProperty("stress.args").split(" ")));
        String output = jcstress("run", arguments.toArray(String[]::new));
        assertThat(tests).as(output)
                .allMatch(test -> Files.exists(DIRECTORY.resolve("report").resolve(test + ".html")));
    }

    private static String jcstress(String name, String... arguments) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", classPath(), "org.openjdk.jcstress.Main",
                "-t", TESTS));
        command.addAll(Arrays.asList(arguments));
        Path log = DIRECTORY.resolve(name + ".out");
        Process process = new ProcessBuilder(command).directory(DIRECTORY.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
        String output = Files.readString(log);
        assertThat(ended).as("jcstress ends within %d minutes; an actor hangs?%n%s", TIMEOUT_MINUTES, output).isTrue();
        assertThat(process.exitValue()).as("exit code of jcstress%n%s%nrerun: %s", output, String.join(" ", command))
                .isZero();
        return output;
    }

    /** Without entries that do not exist: jcstress 0.16 takes them for a broken JVM. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry))).collect(Collectors.joining(File.pathSeparator));
    }

    private static void deleteTree(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
