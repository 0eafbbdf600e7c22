package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import powercut.crash.run.Workload;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.CaughtBy;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Layer;
import powercut.runtime.Schedule;

/** Each published defect that has a class has a run of its own: is found in it, needs all of it, and is alone in it. */
class ExhibitsTest {
    private static final int OPS_MAX = 6;
    private static final int SEEDS = 40;
    private static final int SEEDS_OF_RARE = 200;

    /** What the reference says to tables that only a defect takes. */
    private static final Map<String, String> REFUSED = Map.of(
            "WC-13", "Asynchronous persistent memory not supported as pmem cache\n",
            "WC-27", "Block size is smaller than device logical block size\n",
            "WC-42", "High watermark must be greater than or equal to low watermark\n",
            "WB-C5", "Cache device too small: 32 sectors, expected at least 48\n",
            "WB-C10", "cache is not set for id(5)\n",
            "WB-C13", "Invalid device id 0, expected 1 to 127\n");

    /** What the corrected target is only run beside: it would take minutes to crash so many blocks everywhere. */
    private static final Set<String> TOO_LARGE = Set.of("WC-30");

    @TempDir
    private Path directory;

    static List<PublishedDefect> exhibited() {
        return Targets.DEFECTS.stream().filter(defect -> defect.module().isPresent()).toList();
    }

    static List<PublishedDefect> crashable() {
        return exhibited().stream().filter(defect -> !TOO_LARGE.contains(defect.id())).toList();
    }

    static List<PublishedDefect> compared() {
        return crashable().stream().filter(defect -> defect.isCaughtBy(Layer.CONFORMANCE)).toList();
    }

    @ParameterizedTest
    @MethodSource("exhibited")
    void exploreFindsTheDefect(PublishedDefect defect) {
        Exhibit exhibit = defect.exhibit().orElseThrow();
        Cli.Result result = Cli.run(directory, "explore", exhibit.subject(), "--as-published", defect.id());
        assertThat(result.code()).as(defect.id() + "\n" + result.out() + result.err()).isEqualTo(ExitCode.VIOLATION);
        assertThat(exhibit.ops()).as(defect.id()).hasSizeLessThanOrEqualTo(OPS_MAX);
        assertThat(defect.caughtBy()).containsAnyOf(new CaughtBy(Layer.EXPLORE, exhibit.subject()),
                new CaughtBy(Layer.CONFORMANCE, exhibit.subject()));
        assertThat(result.out().contains("as the corrected target: ")).as(result.out())
                .isEqualTo(defect.isCaughtBy(Layer.CONFORMANCE));
    }

    @ParameterizedTest
    @MethodSource("compared")
    void noCrashShowsWhatIsCompared(PublishedDefect defect) throws Exception {
        Exhibit exhibit = defect.exhibit().orElseThrow();
        RunDescription described = new RunDescription(exhibit.subject(),
                exhibit.table().isEmpty() ? null : exhibit.table(), exhibit.disks(), exhibit.faults(), defect.id(),
                exhibit.schedule(), 1, false);
        RunSetup setup = described.setUp();
        if (!setup.compared().tableRefused()) {
            RunSetup crashed = new RunSetup(setup.subject(), setup.stack(), setup.faults(), null,
                    setup.table());
            ExploreTrial trial = ExploreTrial.of(described, crashed,
                    Workload.parse(String.join("\n", exhibit.ops()), defect.id()), point -> { });
            assertThat(trial.violations()).as(defect.id()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("crashable")
    void theReferenceHoldsOrRefusesTheTable(PublishedDefect defect) throws IOException {
        Cli.Result result = explore(defect, false, defect.exhibit().orElseThrow().ops());
        String refusal = REFUSED.getOrDefault(defect.id(), "");
        assertThat(result.err()).as(defect.id()).endsWith(refusal);
        assertThat(result.code()).as(defect.id()).isEqualTo(refusal.isEmpty() ? ExitCode.HOLDS : ExitCode.BAD_INPUT);
    }

    @ParameterizedTest
    @MethodSource("exhibited")
    void withoutAnyOneOfItsOperationsNothingIsFound(PublishedDefect defect) throws IOException {
        List<String> ops = defect.exhibit().orElseThrow().ops();
        for (int left = 0; left < ops.size() && ops.size() > 1; left++) {
            List<String> fewer = new ArrayList<>(ops);
            fewer.remove(left);
            assertThat(explore(defect, true, fewer).code()).as("%s without \"%s\"", defect.id(), ops.get(left))
                    .isIn(ExitCode.HOLDS, ExitCode.BAD_INPUT); // a file may not be there
        }
    }

    private Cli.Result explore(PublishedDefect defect, boolean asPublished, List<String> ops) throws IOException {
        Exhibit exhibit = defect.exhibit().orElseThrow();
        int seeds = defect.isCaughtBy(Layer.CONFORMANCE) ? 1 // the comparison leaves nothing to chance
                : exhibit.schedule() == Schedule.PCT ? SEEDS_OF_RARE : SEEDS;
        Path workload = Files.write(directory.resolve("workload.txt"), ops);
        List<String> words = new ArrayList<>(List.of("explore", exhibit.subject(), "--workload", workload.toString(),
                "--seeds", Integer.toString(seeds), "--schedule", exhibit.schedule().toString()));
        if (asPublished) {
            words.addAll(List.of("--as-published", defect.id()));
        }
        if (!exhibit.table().isEmpty()) {
            words.addAll(List.of("--table", exhibit.table()));
        }
        exhibit.disks().forEach(disk -> words.addAll(List.of("--disk", disk)));
        exhibit.faults().forEach(fault -> words.addAll(List.of("--fault", fault)));
        return Cli.run(directory, words.toArray(String[]::new));
    }
}
