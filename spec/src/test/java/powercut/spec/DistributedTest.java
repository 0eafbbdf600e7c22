package powercut.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TLC's own distributed mode, for what one machine cannot hold: a server and two workers on loopback. */
@Tag("deep")
final class DistributedTest {

    private static final String MODEL = "MCDurableBlocks";

    @Test
    void aServerWithTwoWorkersFindsTheSameStates() throws IOException, InterruptedException {
        Path work = Tlc.freshDirectory("distributed");
        Model model = Model.all().stream().filter(one -> one.name().equals(MODEL)).findFirst().orElseThrow();
        var processes = new ArrayList<Process>();
        try {
            processes.add(start(work.resolve("server.out"), "--server", MODEL));
            // A worker that comes too early waits for its server.
            processes.add(start(work.resolve("worker1.out"), "--worker", "127.0.0.1"));
            processes.add(start(work.resolve("worker2.out"), "--worker", "127.0.0.1"));
            boolean ended = processes.get(0).waitFor(5, TimeUnit.MINUTES);
            String said = Files.readString(work.resolve("server.out"));
            assertThat(ended).as("the server ended:%n%s", said).isTrue();
            assertThat(said).contains("Model checking completed. No error has been found.")
                    .contains(model.expected().distinctStates() + " distinct states found, 0 states left on queue.");
        } finally {
            for (Process process : processes) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        }
    }

    private static Process start(Path log, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Model.SPEC.resolve("tlc").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("ADDRESS", "127.0.0.1");
        builder.environment().put("TLA2TOOLS", Tlc.jar());
        return builder.start();
    }
}
