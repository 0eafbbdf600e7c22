package powercut.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of the README are the manifests. After a change of a manifest,
 * {@code mvn -pl spec test -Dtest=ReadmeTest -Dspec.readme.update=true} writes them anew.
 */
final class ReadmeTest {

    private static final Path README = Model.SPEC.resolve("README.md");
    private static final Path CELLS = Model.SPEC.resolve("copyoffload/README.md");
    private static final Path REFERENCE = Model.SPEC.resolve("../reference/src/main/java/powercut");
    private static final Pattern JAVA_CLASS = Pattern.compile("`(writecache|writeboost)\\.(\\w+)`");
    private static final Pattern MODEL = Pattern.compile("\\b(MC\\w+)");
    private static final Pattern BACKTICKED_PATH =
            Pattern.compile("`((?:spec|disk|writecache|writeboost|copyoffload|src)/[^` ]*)`");

    @Test
    void theTablesAreCurrent() throws IOException {
        String actual = Files.readString(README);
        String expected = between(actual, "profiles", profiles());
        expected = between(between(expected, "protocols", protocols()), "defects", defects());
        if (Boolean.getBoolean("spec.readme.update")) {
            Files.writeString(README, expected);
        } else {
            assertThat(actual).as("rewrite the tables with -Dspec.readme.update=true").isEqualTo(expected);
        }
    }

    @Test
    void thePathsItNamesExist() throws IOException {
        List<String> named = BACKTICKED_PATH.matcher(Files.readString(README)).results()
                .map(found -> found.group(1)).toList();
        assertThat(named).isNotEmpty();
        for (String path : named) {
            assertThat(Model.SPEC.resolve(path.replaceFirst("^spec/", ""))).exists();
        }
    }

    @Test
    void theJavaClassesItNamesExist() throws IOException {
        List<Path> named = JAVA_CLASS.matcher(Files.readString(README)).results()
                .map(found -> REFERENCE.resolve(found.group(1)).resolve(found.group(2) + ".java")).toList();
        assertThat(named).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void theModelsThatTheCopyCellsNameExist() throws IOException {
        List<String> named = MODEL.matcher(Files.readString(CELLS)).results().map(found -> found.group(1)).toList();
        assertThat(named).isNotEmpty();
        assertThat(Model.all().stream().map(Model::name)).containsAll(named);
    }

    private static String between(String text, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->";
        assertThat(text).contains(begin).contains(end);
        return text.substring(0, text.indexOf(begin) + begin.length()) + table + text.substring(text.indexOf(end));
    }

    private static String profiles() {
        var out = new StringBuilder("| Profile | Models | Must fail | Seconds |\n|---|---:|---:|---:|\n");
        for (String profile : List.of("verify", "deep")) {
            List<Model.Expectation> models = Model.all().stream().map(Model::expected)
                    .filter(expected -> expected.profile().equals(profile)).toList();
            out.append(String.format("| %s | %d | %d | %d |\n", profile, models.size(),
                    models.stream().filter(expected -> expected.kind().equals("must-fail")).count(),
                    models.stream().mapToInt(Model.Expectation::seconds).sum()));
        }
        return out.toString();
    }

    private static String protocols() {
        return table("Model | Profile | What holds | Bound | Distinct states | Depth | Seconds",
                "---|---|---|---|---:|---:|---:",
                Model.all().stream().filter(Model::mustSucceed),
                expected -> String.format(
                        "%s | %s | %s | %s | %d | %d | %d", name(expected), expected.profile(), expected.property(),
                        expected.bound(), expected.distinctStates(), expected.stateDepth(), expected.seconds()));
    }

    private static String defects() {
        return table("Defect | What goes wrong | Model | Violates | Trace | Corrected: holds",
                "---|---|---|---|---:|---",
                Model.all().stream().filter(model -> model.expected().kind().equals("must-fail"))
                        .sorted(Comparator.comparing((Model model) -> model.folder().toString())
                                .thenComparing(model -> model.expected().defect())
                                .thenComparing(Model::name)),
                expected -> String.format(
                        "%s | %s | %s | %s | %s | %s", expected.defect(), expected.property(), name(expected),
                        expected.violates(), expected.traceLength(), expected.twin()));
    }

    private static String table(
            String head, String rule, Stream<Model> models, Function<Model.Expectation, String> row) {
        var out = new StringBuilder("| " + head + " |\n|" + rule + "|\n");
        models.forEach(model -> out.append("| ").append(row.apply(model.expected())).append(" |\n"));
        return out.toString();
    }

    private static String name(Model.Expectation expected) {
        return expected.config().replace(".cfg", "");
    }
}
