package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.CaughtBy;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Layer;

/** Each published defect that has a run of its own is found in it, needs all of it, and is alone in it. */
class ExhibitsTest {
    private static final int OPS_MAX = 6;
    private static final int OPS_MAX_OF_A_LOG = 9; // to fill and migrate it, and a power failure in the middle
    private static final int SEEDS = 40;

    @TempDir
    private Path directory;

    static List<PublishedDefect> exhibited() {
        return Targets.DEFECTS.stream().filter(defect -> defect.exhibit().isPresent()).toList();
    }

    @ParameterizedTest
    @MethodSource("exhibited")
    void exploreFindsTheDefect(PublishedDefect defect) {
        Exhibit exhibit = defect.exhibit().orElseThrow();
        Cli.Result result = Cli.run(directory, "explore", exhibit.subject(), "--as-published", defect.id());
        assertThat(result.code()).as(defect.id() + "\n" + result.out() + result.err()).isEqualTo(ExitCode.VIOLATION);
        assertThat(exhibit.ops()).as(defect.id()).hasSizeLessThanOrEqualTo(
                defect.target().equals("writeboost") ? OPS_MAX_OF_A_LOG : OPS_MAX);
        assertThat(defect.caughtBy()).contains(new CaughtBy(Layer.EXPLORE, exhibit.subject()));
    }

    @ParameterizedTest
    @MethodSource("exhibited")
    void theReferenceHolds(PublishedDefect defect) throws IOException {
        assertThat(explore(defect, false, defect.exhibit().orElseThrow().ops())).as(defect.id())
                .isEqualTo(ExitCode.HOLDS);
    }

    @ParameterizedTest
    @MethodSource("exhibited")
    void noOperationCanBeLeftOut(PublishedDefect defect) throws IOException {
        List<String> ops = defect.exhibit().orElseThrow().ops();
        for (int left = 0; left < ops.size() && ops.size() > 1; left++) {
            List<String> fewer = new ArrayList<>(ops);
            fewer.remove(left);
            assertThat(explore(defect, true, fewer)).as("%s without \"%s\"", defect.id(), ops.get(left))
                    .isEqualTo(ExitCode.HOLDS);
        }
    }

    private int explore(PublishedDefect defect, boolean asPublished, List<String> ops) throws IOException {
        Exhibit exhibit = defect.exhibit().orElseThrow();
        Path workload = Files.write(directory.resolve("workload.txt"), ops);
        List<String> words = new ArrayList<>(List.of("explore", exhibit.subject(), "--workload", workload.toString(),
                "--seeds", Integer.toString(SEEDS)));
        if (asPublished) {
            words.addAll(List.of("--as-published", defect.id()));
        }
        if (!exhibit.table().isEmpty()) {
            words.addAll(List.of("--table", exhibit.table()));
        }
        exhibit.faults().forEach(fault -> words.addAll(List.of("--fault", fault)));
        return Cli.run(directory, words.toArray(String[]::new)).code();
    }
}
