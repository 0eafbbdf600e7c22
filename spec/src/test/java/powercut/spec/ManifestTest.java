package powercut.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is checked that is not in a manifest, and nothing is in a manifest that is not there. */
final class ManifestTest {

    private static final int LINE_LENGTH = 120;
    private static final int MODULE_LINES = 250;

    @Test
    void everyConfigurationAndModuleIsInItsManifest() throws IOException {
        for (Path folder : Model.folders()) {
            List<Model> models = Model.all().stream().filter(model -> model.folder().equals(folder)).toList();
            Set<String> named = models.stream()
                    .flatMap(model -> Stream.of(model.expected().module(), model.expected().config()))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(files(folder, "(MC.*\\.tla|.*\\.cfg)")).as("files and manifest of %s", folder).isEqualTo(named);
        }
    }

    @Test
    void everyFolderWithConfigurationsHasAManifest() throws IOException {
        try (Stream<Path> found = Files.list(Model.SPEC)) {
            for (Path folder : found.filter(Files::isDirectory).toList()) {
                if (!files(folder, ".*\\.cfg").isEmpty()) {
                    assertThat(folder.resolve("manifest.json")).exists();
                }
            }
        }
    }

    @Test
    void aConfigurationIsNamedAfterItsModuleAndStatesOneQuestion() throws IOException {
        for (Model model : Model.all()) {
            assertThat(model.name()).startsWith(model.expected().module().replace(".tla", ""));
            assertThat(Files.readAllLines(model.config()).get(0)).as(model.name()).startsWith("\\* ");
        }
        assertThat(Model.all().stream().map(Model::name)).doesNotHaveDuplicates();
    }

    @Test
    void anExpectationIsComplete() {
        for (Model model : Model.all()) {
            Model.Expectation expected = model.expected();
            assertThat(expected.profile()).as(model.name()).isIn("verify", "deep");
            assertThat(expected.kind()).as(model.name()).isIn("safety", "liveness", "reach", "must-fail");
            assertThat(expected.kind().equals("must-fail")).as("%s: must-fail names its defect", model.name())
                    .isEqualTo(expected.defect() != null);
            assertThat(List.of("safety", "liveness").contains(expected.kind())).as(model.name())
                    .isEqualTo(model.mustSucceed());
            assertThat(expected.violates() == null).as("%s: violates", model.name()).isEqualTo(model.mustSucceed());
        }
    }

    @Test
    void modulesAreShortAndNarrow() throws IOException {
        for (Path folder : Model.folders()) {
            for (String module : files(folder, ".*\\.tla")) {
                List<String> lines = Files.readAllLines(folder.resolve(module));
                assertThat(lines.size()).as("lines of %s", module).isLessThanOrEqualTo(MODULE_LINES);
                assertThat(lines.stream().filter(line -> line.length() > LINE_LENGTH)).as("long lines of %s", module).isEmpty();
            }
        }
    }

    private static Set<String> files(Path folder, String pattern) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(file -> file.getFileName().toString()).filter(name -> name.matches(pattern))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
