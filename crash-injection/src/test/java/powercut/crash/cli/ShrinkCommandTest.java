package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundles of explore made smaller, and whatever else somebody may call a bundle. */
class ShrinkCommandTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsLeftIsPrintedAsExploreDoes() throws IOException {
        Cli.Result result = shrink(found());

        assertThat(result.out()).isEqualTo(Cli.golden("shrink-WC-03.txt", result.out()));
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @Test
    void sameBundleGivesTheSameBytes() throws IOException {
        Path found = found();
        Cli.Result first = shrink(found, "--out", path("one"));
        Cli.Result second = shrink(found, "--out", path("two"));

        assertThat(second.out()).isEqualTo(first.out().replace(path("one"), path("two")));
        assertThat(bytes("two")).isEqualTo(bytes("one")).hasSizeGreaterThan(8);
    }

    @Test
    void commandOfTheShrunkBundleShowsTheViolation() throws IOException {
        shrink(found(), "--out", path("one"));
        String[] command = Files.readString(Path.of(path("one"), "command.txt")).strip()
                .replace("workload.txt", path("one") + "/workload.txt").split(" ");

        Cli.Result result = Cli.run(directory, List.of(command).subList(1, command.length).toArray(String[]::new));

        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
        assertThat(result.out()).contains("expected  op 0 (write 0 1 fua), durable by its FUA flag");
    }

    @Test
    void whatIsShrunkStaysAsItIs() throws IOException {
        shrink(found(), "--out", path("one"));
        Cli.Result again = shrink(Path.of(path("one")), "--out", path("two"));

        assertThat(again.code()).isEqualTo(ExitCode.VIOLATION);
        assertThat(bytes("two")).isEqualTo(bytes("one"));
    }

    @Test
    void jsonIsTheResultAndNothingElse() throws IOException {
        Cli.Result result = shrink(found(), "--json", "--seeds", "3");

        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.fieldNames()).toIterable().containsExactly("kind", "operationsBefore", "operations", "minimal",
                "candidates", "runs", "workload", "run", "result");
        assertThat(json.get("operationsBefore").asInt()).isEqualTo(60);
        assertThat(json.get("workload")).hasToString("[\"write 0 1 fua\"]");
        assertThat(json.get("result").get("verdict").asText()).isEqualTo("violated");
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @Test
    void differenceFromTheCorrectedTargetNeedsNoSeeds() {
        Cli.run(directory, "explore", "writecache-ssd", "--as-published", "WC-21", "--out", path("found"));

        Cli.Result result = shrink(Path.of(path("found")));

        assertThat(result.out()).contains("a difference from the corrected target", "under up to 1 seed,",
                "as the corrected target: ");
        assertThat(result.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            run.json      | \\{                | x                       | not JSON: Unrecognized token 'x'
            run.json      | "seed"             | "sead"                  | "seed" is not a number
            run.json      | "seed" : 1         | "seed" : 1.5            | "seed" is not a number
            run.json      | "target"           | "tagret"                | "target" is missing
            run.json      | "writecache-ssd"   | "floppy"                | TARGET floppy: unknown, expected one of
            run.json      | "writecache-ssd"   | 7                       | "target" is not a text
            run.json      | "WC-03"            | "WC-99"                 | WC-99: unknown defect
            run.json      | "random"           | "fair"                  | schedule fair: unknown, expected one of
            run.json      | "disks" : \\[      | "disks" : [ 1           | "disks" has what is not a text
            run.json      | "faults" : \\[     | "faults" : [ "disk:x"   | there is no disk "disk"
            run.json      | "table" : null     | "table" : "0 1 linear"  | linear
            run.json      | "shows" : "        | "shows" : "at once, | shows another violation than the one
            run.json      | "WC-03"            | null                    | its run holds, so there is nothing to shrink
            workload.txt  | ^                  | wirte 0 1               | unknown operation "wirte
            workload.txt  | ^                  | write 9 9 #             | "write 9 9" does not fit
            """)
    void changedBundleIsRefused(String file, String what, String other, String expected) throws IOException {
        Path found = found();
        Path changed = found.resolve(file);
        Files.writeString(changed, Files.readString(changed).replaceFirst(what, other));

        requireRefusal(expected, found.toString());
    }

    @Test
    void whatIsNoBundleOfExploreIsRefused() throws IOException {
        requireRefusal("not a bundle, expected a directory that powercut explore wrote", path("no-such-bundle"));
        Path check = Files.createDirectory(Path.of(path("check")));
        Files.writeString(check.resolve("violation.json"), "{}");
        requireRefusal("a bundle without run.json and workload.txt, expected one that powercut explore wrote;"
                + " what check found is in a recorded log", check.toString());
        Files.writeString(check.resolve("workload.txt"), "flush\n");
        Files.write(check.resolve("run.json"), new byte[(1 << 20) + 1]);
        requireRefusal("run.json: more than 1048576 bytes, expected the run of a bundle", check.toString());
        Files.writeString(check.resolve("run.json"), "[".repeat(100_000));
        requireRefusal("run.json: not JSON", check.toString());
    }

    @Test
    void optionsAreChecked() {
        Path found = found();
        requireRefusal("--seeds 0: expected 1 to 100000", found.toString(), "--seeds", "0");
        requireRefusal("--out " + found + ": is the bundle that is shrunk", found.toString(), "--out",
                found.toString());
        requireRefusal("there is no directory", found.toString(), "--out", path("no/where"));
    }

    private Path found() {
        Path found = Path.of(path("found"));
        Cli.run(directory, "explore", "writecache-ssd", "--ops", "60", "--as-published", "WC-03", "--first", "--out",
                found.toString());
        return found;
    }

    private Cli.Result shrink(Path bundle, String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "shrink";
        words[1] = bundle.toString();
        System.arraycopy(options, 0, words, 2, options.length);
        return Cli.run(directory, words);
    }

    private void requireRefusal(String expected, String... bundleAndOptions) {
        Cli.Result result = shrink(Path.of(bundleAndOptions[0]),
                List.of(bundleAndOptions).subList(1, bundleAndOptions.length).toArray(String[]::new));
        assertThat(result.err()).contains(expected).hasLineCount(1).doesNotContain("Exception", "\tat ");
        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.out()).isEmpty();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private List<String> bytes(String bundle) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(path(bundle)))) {
            return files.sorted().map(file -> file.getFileName() + " " + base64(file)).toList();
        }
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
