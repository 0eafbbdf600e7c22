package powercut.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A correction is an operator of a protocol whose comment says {@code Correction}. Without it the build fails, for a
 * model of {@code verify} has it replaced and must find a counterexample; with it the same bounds hold.
 */
final class CorrectionTest {

    private static final Pattern TAG = Pattern.compile("Correction(?: \\(.*?\\))?:");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^(\\w+)(?:\\([^)]*\\))? *==");
    private static final Pattern EXTENDS = Pattern.compile("(?m)^EXTENDS (.*)$");
    private static final Map<String, Model> BY_NAME =
            Model.all().stream().collect(Collectors.toMap(Model::name, Function.identity()));

    @Test
    void everyDefectHasATwinThatHoldsInTheSameBounds() {
        for (Model defect : mustFail().toList()) {
            Model twin = BY_NAME.get(defect.expected().twin());
            assertThat(twin).as("%s: twin", defect.name()).isNotNull();
            assertThat(twin.mustSucceed()).as("%s: %s holds", defect.name(), twin.name()).isTrue();
            assertThat(twin.isDeep() && !defect.isDeep()).as("%s: %s is deep", defect.name(), twin.name()).isFalse();
            Configuration broken = Configuration.of(defect.config());
            Configuration corrected = Configuration.of(twin.config());
            assertThat(corrected.checks(defect.expected().violates()))
                    .as("%s: %s checks %s", defect.name(), twin.name(), defect.expected().violates()).isTrue();
            assertThat(corrected.missingFrom(broken)).as("%s: bounds of %s", defect.name(), twin.name()).isEmpty();
        }
    }

    @Test
    void noOtherModelHasATwin() {
        assertThat(Model.all().stream().filter(model -> !isMustFail(model)))
                .allSatisfy(model -> assertThat(model.expected().twin()).as(model.name()).isNull());
    }

    @Test
    void everyCorrectionIsRemovedBySomeModelAndNothingElseIs() throws IOException {
        for (Path folder : Model.folders()) {
            var removed = new TreeSet<String>();
            for (Model model : mustFail().filter(one -> one.folder().equals(folder) && !one.isDeep()).toList()) {
                for (String operator : replacedBy(model)) {
                    removed.add(moduleThatDefines(operator, model.module()) + "!" + operator);
                }
            }
            assertThat(corrections(folder)).as("corrections of %s", folder.getFileName()).isEqualTo(removed);
        }
    }

    @Test
    void aModelRemovesOneCorrectionAtATime() {
        assertThat(mustFail().filter(model -> replacedBy(model).size() > 1)).isEmpty();
    }

    /** What a must-fail model replaces and its twin does not. */
    private static Set<String> replacedBy(Model defect) {
        var replaced = new TreeSet<>(Configuration.of(defect.config()).replacements().keySet());
        replaced.removeAll(Configuration.of(BY_NAME.get(defect.expected().twin()).config()).replacements().keySet());
        return replaced;
    }

    private static Stream<Model> mustFail() {
        return Model.all().stream().filter(CorrectionTest::isMustFail);
    }

    private static boolean isMustFail(Model model) {
        return model.expected().kind().equals("must-fail");
    }

    private static Set<String> corrections(Path folder) throws IOException {
        var names = new TreeSet<String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path module : files.filter(file -> file.toString().endsWith(".tla")).toList()) {
                for (String operator : corrected(Files.readAllLines(module), module)) {
                    names.add(name(module) + "!" + operator);
                }
            }
        }
        return names;
    }

    /** The operators that follow a tag, one each. */
    private static List<String> corrected(List<String> lines, Path module) {
        var operators = new ArrayList<String>();
        boolean tagged = false;
        for (String line : lines) {
            Matcher definition = DEFINITION.matcher(line);
            if (TAG.matcher(line).find()) {
                assertThat(tagged).as("%s: two tags for one operator: %s", module.getFileName(), line).isFalse();
                tagged = true;
            } else if (tagged && definition.find()) {
                operators.add(definition.group(1));
                tagged = false;
            }
        }
        return operators;
    }

    /** The module itself, or the one that it extends, that defines the operator. */
    private static String moduleThatDefines(String operator, Path module) throws IOException {
        String text = Files.readString(module);
        if (DEFINITION.matcher(text).results().anyMatch(found -> found.group(1).equals(operator))) {
            return name(module);
        }
        Matcher parents = EXTENDS.matcher(text);
        for (String parent : parents.find() ? parents.group(1).split(", *") : new String[0]) {
            Path file = module.resolveSibling(parent.trim() + ".tla");
            String found = Files.exists(file) ? moduleThatDefines(operator, file) : "";
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private static String name(Path module) {
        return module.getFileName().toString().replace(".tla", "");
    }
}
