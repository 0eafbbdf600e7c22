package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of real drivers, from the command line. */
class CheckCommandTest {
    @TempDir
    private Path directory;

    @Test
    void taggedLogOfTheRealDriverHolds() {
        Cli.Result result = Cli.run(directory, "check", "--table", Cli.TABLE, "--log",
                Cli.sample("writecache-6.1-ssd-a.dmlw.gz"));

        assertThat(result.out()).isEqualTo(Cli.golden("check-ssd-a.txt", result.out()));
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void realDriverLosesTwelveFsyncs() throws IOException {
        Cli.Result result = Cli.run(directory, "check", "--table", Cli.TABLE,
                "--log", Cli.sample("ext4-on-writecache-6.1.bottom.dmlw.gz"),
                "--contract", "top:" + Cli.sample("ext4-on-writecache-6.1.top.dmlw.gz"), "--out",
                directory.resolve("b").toString());

        assertThat(result.out().replace(directory + "/", ""))
                .contains("VIOLATED: 13 marks checked, 12 with a violation\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
        assertThat(firstSectors(directory.resolve("b/violation.json"))).isEqualTo(Map.ofEntries(Map.entry("s:1", 136L),
                Map.entry("s:2", 200L), Map.entry("s:3", 256L), Map.entry("s:4", 2368L), Map.entry("s:5", 2424L),
                Map.entry("s:6", 2488L), Map.entry("s:7", 2552L), Map.entry("s:8", 2616L), Map.entry("s:9", 2680L),
                Map.entry("s:10", 2744L), Map.entry("s:11", 2808L), Map.entry("s:12", 2872L)));
        String text = Files.readString(directory.resolve("b/violation.txt"));
        assertThat(text).isEqualTo(Cli.golden("check-ext4-violation.txt", text));
        assertThat(directory.resolve("b")).isDirectoryContaining("glob:**/crash-image-log.bin");
    }

    private static Map<String, Long> firstSectors(Path json) throws IOException {
        Map<String, Long> sectors = new LinkedHashMap<>();
        for (JsonNode violation : new ObjectMapper().readTree(Files.readString(json)).get("violations")) {
            if (!violation.get("mark").isNull()) {
                sectors.putIfAbsent(violation.get("mark").asText(), violation.get("sector").asLong());
            }
        }
        return sectors;
    }
}
