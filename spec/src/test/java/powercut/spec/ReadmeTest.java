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
 * The two tables of the README are the manifests. After a change of a manifest,
 * {@code mvn -pl spec test -Dtest=ReadmeTest -Dspec.readme.update=true} writes them anew.
 */
final class ReadmeTest {

    private static final Path README = Model.SPEC.resolve("README.md");
    private static final Pattern BACKTICKED_PATH = Pattern.compile("`((?:spec|disk|writecache|writeboost|copyoffload|src)/[^` ]*)`");

    @Test
    void theTablesAreCurrent() throws IOException {
        String actual = Files.readString(README);
        String expected = between(between(actual, "protocols", protocols()), "defects", defects());
        if (Boolean.getBoolean("spec.readme.update")) {
            Files.writeString(README, expected);
        } else {
            assertThat(actual).as("rewrite the tables with -Dspec.readme.update=true").isEqualTo(expected);
        }
    }

    @Test
    void thePathsItNamesExist() throws IOException {
        List<String> named = BACKTICKED_PATH.matcher(Files.readString(README)).results().map(found -> found.group(1)).toList();
        assertThat(named).isNotEmpty();
        for (String path : named) {
            assertThat(Model.SPEC.resolve(path.replaceFirst("^spec/", ""))).exists();
        }
    }

    private static String between(String text, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->";
        assertThat(text).contains(begin).contains(end);
        return text.substring(0, text.indexOf(begin) + begin.length()) + table + text.substring(text.indexOf(end));
    }

    private static String protocols() {
        return table("Model | Profile | What holds | Bound | Distinct states | Depth | Seconds", "---|---|---|---|---:|---:|---:",
                Model.all().stream().filter(Model::mustSucceed),
                expected -> String.format(
                        "%s | %s | %s | %s | %d | %d | %d", name(expected), expected.profile(), expected.property(),
                        expected.bound(), expected.distinctStates(), expected.stateDepth(), expected.seconds()));
    }

    private static String defects() {
        return table("Defect | What goes wrong | Model | Violates | Trace", "---|---|---|---|---:",
                Model.all().stream().filter(model -> model.expected().kind().equals("must-fail"))
                        .sorted(Comparator.comparing((Model model) -> model.folder().toString())
                                .thenComparing(model -> model.expected().defect())
                                .thenComparing(Model::name)),
                expected -> String.format(
                        "%s | %s | %s | %s | %s", expected.defect(), expected.property(), name(expected),
                        expected.violates(), expected.traceLength()));
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
