package powercut.spec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One line of a manifest: a module, a configuration, and what TLC must answer. */
record Model(Path folder, Expectation expected) {

    /** The JSON of one model; the schema is in spec/README.md. */
    record Expectation(
            String module, String config, String profile, String kind, String result, String violates, String defect,
            String twin, String property, String bound, long distinctStates, int stateDepth, Integer traceLength,
            int seconds) {}

    private record Manifest(List<Expectation> models) {}

    /** Where the specifications are: the working directory of this Maven module. */
    static final Path SPEC = Path.of("").toAbsolutePath();

    static List<Path> folders() {
        try (Stream<Path> found = Files.list(SPEC)) {
            return found.filter(folder -> Files.exists(folder.resolve("manifest.json"))).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Model> all() {
        return folders().stream().flatMap(folder -> read(folder).stream()).toList();
    }

    /** The models of this build, the long ones first so that two lanes end together. */
    static List<Model> ofProfile(boolean deep) {
        return all().stream()
                .filter(model -> deep || !model.isDeep())
                .sorted(Comparator.comparing((Model model) -> -model.expected.seconds).thenComparing(Model::name))
                .toList();
    }

    private static List<Model> read(Path folder) {
        var json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
        try {
            Manifest manifest = json.readValue(folder.resolve("manifest.json").toFile(), Manifest.class);
            return manifest.models.stream().map(expected -> new Model(folder, expected)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder.getFileName() + "/manifest.json: " + e.getMessage(), e);
        }
    }

    String name() {
        return expected.config.replaceFirst("\\.cfg$", "");
    }

    Path module() {
        return folder.resolve(expected.module);
    }

    Path config() {
        return folder.resolve(expected.config);
    }

    boolean isDeep() {
        return expected.profile.equals("deep");
    }

    boolean mustSucceed() {
        return expected.result.equals("success");
    }
}
