package powercut.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import powercut.crash.HouseRules.TextFile;

/** The whole tree, all modules of it, keeps the {@link HouseRules}; and each of them can be broken. */
class HouseRulesTest {
    private static final String CRASH = "crash-injection/src/main/java/powercut/crash/";
    private static final String RULES = "crash-injection/src/test/java/powercut/crash/HouseRules";

    private static final Map<String, String> MAY_READ_CLOCK = Map.of(
            CRASH + "cli/Terminal.java", "a command says how long it took; tests give it another clock",
            "reference/src/main/java/powercut/runtime/ThreadRuntime.java", "its timers run on real time");

    private static final HouseTree TREE = HouseTree.read();

    @Test
    void topLevelIsWhatTheReadmeSays() {
        assertThat(HouseRules.topLevel(TREE.topLevel())).isEmpty();
    }

    @Test
    void noLineIsTooLong() {
        assertThat(HouseRules.longLines(TREE.files())).isEmpty();
    }

    @Test
    void nothingIsUnfinishedDisabledOrAsleep() {
        assertThat(HouseRules.unfinished(withoutRules())).isEmpty();
    }

    @Test
    void mainCodeIsDeterministic() {
        assertThat(HouseRules.nondeterminism(TREE.files(), MAY_READ_CLOCK)).isEmpty();
    }

    @Test
    void noMainFileIsTooLong() {
        assertThat(HouseRules.longFiles(TREE.files())).isEmpty();
    }

    @Test
    void modulesNameOnlyWhatTheyStandOn() {
        assertThat(HouseRules.arrowsBetweenModules(withoutRules())).isEmpty();
    }

    @Test
    void packagesNameOnlyWhatTheyStandOn() {
        assertThat(HouseRules.arrowsBetweenPackages(TREE.files())).isEmpty();
    }

    @Test
    void whatReadmesNameExists() {
        assertThat(HouseRules.deadPaths(TREE.files(), TREE.paths())).isEmpty();
    }

    @Test
    void noPathBelongsToOneMachine() {
        assertThat(HouseRules.absolutePaths(withoutRules())).isEmpty();
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(TREE.files()).extracting(TextFile::path).contains("README.md", "spec/disk/VolatileDisk.tla",
                "reference/src/main/java/powercut/block/Bio.java", CRASH + "cli/Powercut.java",
                "stress/src/test/java/powercut/stress/StressTest.java", "properties/pom.xml", RULES + "Test.java");
    }

    @Test
    void strangerAndGapAtTopLevelAreFound() {
        Set<String> names = new TreeSet<>(TREE.topLevel());
        names.remove("spec");
        names.add("notes.txt");

        assertThat(HouseRules.topLevel(names)).containsExactly("spec: is missing",
                "notes.txt: does not belong at the top level");
    }

    @Test
    void longLinesAreFoundOutsideOfTablesAndCode() {
        String line = "x".repeat(121);
        String prose = "x".repeat(141);

        assertThat(HouseRules.longLines(List.of(file("A.java", "", line), file("B.tla", line), file("C.txt", prose),
                file("D.md", line, "| " + prose, "    " + prose, "```", prose, "```", prose))))
                .containsExactly("A.java:2: 121 columns, at most 120", "B.tla:1: 121 columns, at most 120",
                        "D.md:7: 141 columns, at most 140");
    }

    @Test
    void unfinishedDisabledAndSleepingCodeIsFound() {
        assertThat(HouseRules.unfinished(List.of(file("A.java", "// TODO", "", "// FIXME: x", "// XXX", "@Disabled",
                "Thread.sleep(1);", "String TODOS;"), file("B.md", "TODO"))))
                .containsExactly("A.java:1: TODO", "A.java:3: FIXME", "A.java:4: XXX", "A.java:5: @Disabled",
                        "A.java:6: Thread.sleep");
    }

    @Test
    void clocksChanceAndParallelStreamsAreFoundInMainCode() {
        String[] lines = {"System.nanoTime()", "System::currentTimeMillis", "new Random()", "Math.random()",
            "UUID.randomUUID()", "list.parallelStream()", "stream.parallel()", "Instant.now()", "new Random(seed)"};
        String main = CRASH + "run/A.java";

        assertThat(HouseRules.nondeterminism(
                List.of(file(main, lines), file("x/src/test/java/B.java", lines)), Map.of()))
                .hasSize(8).startsWith(main + ":1: System.nanoTime").endsWith(main + ":8: Instant.now");
        assertThat(HouseRules.nondeterminism(List.of(file(main, lines)), Map.of(main, "a reason"))).isEmpty();
        assertThat(HouseRules.nondeterminism(List.of(file(main, "int a;")), Map.of(main, "a reason")))
                .containsExactly(main + ":1: is allowed what it does not do");
    }

    @Test
    void longMainFileIsFound() {
        String[] lines = new String[401];
        Arrays.fill(lines, "");

        assertThat(HouseRules.longFiles(List.of(file(CRASH + "A.java", lines), file("x/src/test/java/B.java", lines))))
                .containsExactly(CRASH + "A.java:401: 401 lines, at most 400");
    }

    @Test
    void arrowUpwardsBetweenModulesIsFound() {
        String reference = "reference/src/main/java/powercut/dm/A.java";

        assertThat(HouseRules.arrowsBetweenModules(List.of(
                file(reference, "import powercut.block.Bio;", "import powercut.crash.run.Op;"),
                file(CRASH + "B.java", " * {@link powercut.properties.X}", "import static powercut.stress.X.y;"),
                file("spec/src/test/java/powercut/spec/C.java", "powercut.crash.run.Op op;"))))
                .containsExactly(reference + ":2: powercut.crash", CRASH + "B.java:2: powercut.stress",
                        "spec/src/test/java/powercut/spec/C.java:1: powercut.crash");
    }

    @Test
    void arrowUpwardsBetweenPackagesIsFound() {
        assertThat(HouseRules.arrowsBetweenPackages(List.of(
                file(CRASH + "log/A.java", "package powercut.crash.log;", "import powercut.crash.values.Write;",
                        "import powercut.crash.explore.Stack;", " * {@link powercut.crash.cli.Shell}"),
                file(CRASH + "B.java", "package powercut.crash;", "powercut.crash.values.Write write;"),
                file(CRASH + "newest/C.java", "package powercut.crash.newest;"),
                file("reference/src/main/java/powercut/block/D.java", "package powercut.block;",
                        "import powercut.runtime.Runtime;", "import powercut.dm.Table;"))))
                .hasSize(4).element(0).isEqualTo(CRASH + "log/A.java:3: log must not name explore");
    }

    @Test
    void deadLinksAndPathsAreFound() {
        Set<String> tree = Set.of("spec/", "spec/README.md", "spec/tlc", "spec/disk/", "spec/disk/A.tla");

        assertThat(HouseRules.deadPaths(List.of(
                file("README.md", "[spec](spec/README.md) [gone](gone.md) [web](https://a.example/b.md)",
                        "    spec/tlc A", "    spec/tlcs A", "`spec/` `kernel/locking` `target/B.java`"),
                file("spec/README.md", "`disk/A.tla` `disk/B.tla` `A.tla` `B.tla` `tlc` [tlc](../spec/tlc)")), tree))
                .containsExactly("README.md:1: gone.md does not exist", "README.md:3: spec/tlcs does not exist",
                        "spec/README.md:1: disk/B.tla does not exist", "spec/README.md:1: B.tla does not exist");
    }

    @Test
    void pathOfOneMachineIsFound() {
        assertThat(HouseRules.absolutePaths(List.of(
                file("a.txt", "in /" + "work/x", "./work/x", "a.example/home/x", "\"/" + "root/x\"", "/" + "home/x"))))
                .extracting(finding -> finding.split(": ")[0]).containsExactly("a.txt:1", "a.txt:4", "a.txt:5");
    }

    /** These files quote what they ban. */
    private static List<TextFile> withoutRules() {
        return TREE.files().stream().filter(file -> !file.path().startsWith(RULES)).toList();
    }

    private static TextFile file(String path, String... lines) {
        return new TextFile(path, List.of(lines));
    }
}
