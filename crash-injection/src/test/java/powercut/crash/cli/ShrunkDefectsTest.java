package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.crash.BadInputException;
import powercut.dm.PublishedDefect.Exhibit;

/** A random run that shows a published defect shrinks to one that a person would have written. */
class ShrunkDefectsTest {
    private static final int OPS = 200;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"WC-01, 300", "WC-02, 200", "WC-03, 200", "WC-04, 200", "WC-05, 200", "WC-08, 100", "WC-11, 100",
        "WC-22, 200", "WC-24, 200", "WB-A1, 200", "WB-A2, 200", "WB-A6, 200", "WB-A11, 200"})
    void randomRunShrinksToTheLengthOfTheDefectsOwn(String id, int seed) throws IOException, BadInputException {
        Exhibit exhibit = Targets.defect(id).exhibit().orElseThrow();
        Path found = directory.resolve("found");
        List<String> explore = new ArrayList<>(List.of("explore", exhibit.subject(), "--as-published", id, "--ops",
                Integer.toString(OPS), "--seed", Integer.toString(seed), "--seeds", "20", "--first", "--out",
                found.toString()));
        if (!exhibit.table().isEmpty()) {
            explore.addAll(List.of("--table", exhibit.table()));
        }
        exhibit.faults().forEach(fault -> explore.addAll(List.of("--fault", fault)));
        Cli.run(directory, explore.toArray(String[]::new));

        Cli.Result result = Cli.run(directory, "shrink", found.toString(), "--json");

        assertThat(result.code()).as(id + result.err()).isEqualTo(ExitCode.VIOLATION);
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("operationsBefore").asInt()).isEqualTo(OPS);
        assertThat(json.get("minimal").asBoolean()).isTrue();
        assertThat(json.get("operations").asInt()).as(id + " " + json.get("workload"))
                .isLessThanOrEqualTo(exhibit.ops().size())
                .isEqualTo(json.get("workload").size());
    }
}
