package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated runs, from the command line. */
class ExploreCommandTest {
    @TempDir
    private Path directory;

    @Test
    void correctedTargetHolds() {
        Cli.Result result = Cli.run(directory, "explore", "writecache-ssd", "--ops", "60");

        assertThat(result.out()).isEqualTo(Cli.golden("explore-holds.txt", result.out()));
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 48 linear backing 0", "0 48 writeboost 1 backing 0",
        "0 8 linear backing 8;8 8 linear cache 0"})
    void tableThatOnlyPassesOnHolds(String table) throws IOException {
        Path workload = Files.writeString(directory.resolve("workload.txt"), "write 0 8\nflush\ncrash\nwrite 8 8 fua");
        Cli.Result result = Cli.run(directory, "explore", "writeboost", "--workload", workload.toString(),
                "--table", table);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.HOLDS);
    }

    /** A detached device has no cache whose files a random workload could write to. */
    @ParameterizedTest
    @ValueSource(strings = {"0 48 linear backing 0", "0 48 writeboost 1 backing 0"})
    void randomWorkloadFitsTheTable(String table) {
        Cli.Result result = Cli.run(directory, "explore", "writeboost", "--ops", "60", "--table", table);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.HOLDS);
        assertThat(result.out()).contains("60 operations, random");
    }

    /** Also where the run is compared with the corrected target, which comes first. */
    @ParameterizedTest
    @ValueSource(strings = {"WC-03", "WC-43"})
    void faultThatDoesNotFitIsOneLine(String defect) throws IOException {
        Files.writeString(directory.resolve("workload.txt"), "write 0 1\nfault disk:error_reads");
        Cli.Result result = Cli.run(directory, "explore", "writecache-ssd", "--workload",
                directory.resolve("workload.txt").toString(), "--as-published", defect);
        assertThat(result.err()).endsWith("workload.txt: \"fault disk:error_reads\": there is no disk \"disk\","
                + " expected one of origin, cache\n").hasLineCount(1);
        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void publishedDefectIsFound() {
        Cli.Result result = Cli.run(directory, "explore", "writecache-ssd", "--ops", "60", "--as-published", "WC-03");

        assertThat(result.out()).isEqualTo(Cli.golden("explore-WC-03.txt", result.out()));
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @Test
    void defectThatNoPowerFailureShowsIsToldApartFromOneThatIsMended() {
        Cli.Result result = Cli.run(directory, "explore", "writecache-ssd", "--ops", "5", "--as-published", "WC-43");

        assertThat(result.out()).contains("WC-43 is none that a power failure shows", "OptionsAsPublishedTest");
        assertThat(result.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "pct", "first"})
    void sameRunGivesTheSameBytes(String schedule) throws IOException {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("two"));
        String[] args = {"explore", "writecache-ssd", "--ops", "40", "--seed", "3", "--schedule", schedule,
                "--as-published", "WC-03"};

        Cli.Result first = Cli.run(one, args);
        Cli.Result second = Cli.run(two, args);

        assertThat(first.code()).isEqualTo(ExitCode.VIOLATION);
        assertThat(second).isEqualTo(first);
        assertThat(bytes(one)).isEqualTo(bytes(two)).hasSize(9);
    }

    @Test
    void bundleShowsTheViolationAgain() throws IOException {
        Path bundle = directory.resolve("bundle");
        Path again = directory.resolve("again");
        Cli.run(directory, "explore", "writecache-ssd", "--ops", "40", "--seed", "3", "--as-published", "WC-03",
                "--first", "--out", bundle.toString());
        List<String> command = new ArrayList<>(
                List.of(Files.readString(bundle.resolve("command.txt")).strip().split(" ")));
        command.replaceAll(word -> word.equals("workload.txt") ? bundle.resolve(word).toString() : word);
        command.addAll(List.of("--out", again.toString()));

        Cli.Result result = Cli.run(directory, command.subList(1, command.size()).toArray(String[]::new));

        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
        assertThat(again.resolve("violation.json")).hasSameTextualContentAs(bundle.resolve("violation.json"));
        assertThat(again.resolve("choices.json")).hasSameTextualContentAs(bundle.resolve("choices.json"));
    }

    @Test
    void crashImageShowsTheLoss() throws IOException {
        Path bundle = directory.resolve("bundle");
        Cli.run(directory, "explore", "writecache-ssd", "--ops", "40", "--as-published", "WC-03", "--out",
                bundle.toString());
        JsonNode violation = new ObjectMapper().readTree(Files.readString(bundle.resolve("violation.json")))
                .get("violations").get(0);
        Path volume = directory.resolve("volume.img");

        Cli.Result result = Cli.run(directory, "recover", "--out", volume.toString(), "--table", "0 16 writecache s "
                + bundle.resolve("crash-image-origin.bin") + " " + bundle.resolve("crash-image-cache.bin") + " 512 0");

        assertThat(result.err()).isEmpty();
        assertThat(violation.get("found").asText()).isEqualTo("zeros, as before its first write");
        byte[] bytes = Files.readAllBytes(volume);
        int at = violation.get("sector").asInt() * 512;
        assertThat(java.util.Arrays.copyOfRange(bytes, at, at + 512)).containsOnly(0);
    }

    @Test
    void jsonIsTheResultAndNothingElse() throws IOException {
        Cli.Result result = Cli.run(directory, "explore", "writecache-ssd", "--ops", "40", "--as-published", "WC-03",
                "--json");

        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.fieldNames()).toIterable()
                .containsExactly("verdict", "exhaustive", "crashPoints", "log2CrashStates", "recoveries", "notes",
                        "violations");
        assertThat(json.get("verdict").asText()).isEqualTo("violated");
        assertThat(json.get("violations").get(0).fieldNames()).toIterable()
                .containsExactly("point", "mark", "sector", "promised", "found", "state");
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @Test
    void workloadFromAFileIsRun() throws IOException {
        Path workload = Files.writeString(directory.resolve("w.txt"), "write 0 1 # hello\nwrite 3 2 fua\nflush\n");

        Cli.Result result = Cli.run(directory, "explore", "writecache-ssd", "--workload", workload.toString());

        assertThat(result.out()).contains("workload  3 operations of w.txt\n")
                .contains("HOLDS: 3 operations, 1 power cycle");
        assertThat(result.code()).isZero();
    }

    private static Map<String, String> bytes(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(),
                        java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
