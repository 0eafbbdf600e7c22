package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import powercut.crash.cli.Powercut;
import powercut.crash.run.Op;
import powercut.runtime.Schedule;

/** What a failing property prints is a run that {@code powercut} sees again. */
class ReproductionTest {
    /** The shortest workload that shows WC-03. */
    private static final Scenario SCENARIO = new Scenario(new Machine(Machine.Mode.SSD, 512, 10, 6, "0"),
            List.of(new Op(Op.Kind.WRITE, 2, 1, false, true, false, "")), Schedule.RANDOM, 1);

    @TempDir
    Path directory;

    @Test
    void theCommandThatIsPrintedRunsTheSameScenario() throws IOException, InterruptedException {
        assertThat(powercut("--as-published", "WC-03")).isEqualTo(1);
        assertThat(powercut()).isZero();
    }

    @Test
    void theReadmeShowsWhatIsPrinted() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(SCENARIO.reproduction().indent(4));
    }

    /** The exit code: 1 for a violation. */
    private int powercut(String... options) throws IOException, InterruptedException {
        Path workload = Files.writeString(directory.resolve("W"), SCENARIO.workload().toString());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp",
                System.getProperty("java.class.path"), Powercut.class.getName()));
        command.addAll(SCENARIO.command(workload.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start().waitFor();
    }
}
