package powercut.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import powercut.crash.HouseRules.TextFile;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.CaughtBy;
import powercut.dm.PublishedDefect.Layer;
import powercut.writeboost.published.WriteboostDefects;
import powercut.writecache.published.WritecacheDefects;

/** What the list of published defects names as catching them is there, and is about them. */
class CaughtByTest {
    private static final Pattern MODEL = Pattern.compile("\"config\": \"(\\w+)\\.cfg\"[^{}]*\"defect\": \"([^\"]+)\"");
    private static final HouseTree TREE = HouseTree.read();
    private static final List<PublishedDefect> DEFECTS = Stream.of(WritecacheDefects.ALL, WriteboostDefects.ALL)
            .flatMap(List::stream).toList();

    @Test
    void everyCatcherExistsAndNamesItsDefect() {
        for (PublishedDefect defect : DEFECTS) {
            for (CaughtBy caught : defect.caughtBy()) {
                assertThat(isAbout(defect.id(), caught)).as("%s is caught by %s", defect.id(), caught).isTrue();
            }
        }
    }

    @Test
    void everyDefectOfTheStudyIsListed() {
        Stream<String> numbers = IntStream.rangeClosed(1, 50)
                .filter(n -> n <= 17 || n >= 20 && n <= 32 || n >= 40).mapToObj("WC-%02d"::formatted);
        List<String> andParts = Stream.concat(numbers, Stream.of("WC-06c")).sorted().toList();
        assertThat(WritecacheDefects.ALL).extracting(PublishedDefect::id).containsExactlyElementsOf(andParts);
        List<String> letters = Stream.of(ids("WB-A", 20), ids("WB-B", 18), ids("WB-C", 27), ids("WB-D", 6))
                .flatMap(ids -> ids).toList();
        assertThat(WriteboostDefects.ALL).extracting(PublishedDefect::id).containsExactlyElementsOf(letters);
    }

    private static Stream<String> ids(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> prefix + n);
    }

    @Test
    void everyModelThatMustFailIsNamedByItsDefect() {
        for (PublishedDefect defect : DEFECTS) {
            List<String> named = defect.caughtBy().stream().filter(caught -> caught.layer() == Layer.SPEC)
                    .map(CaughtBy::name).sorted().toList();
            assertThat(named).as(defect.id()).containsExactlyElementsOf(models(defect.id()));
        }
    }

    private static boolean isAbout(String id, CaughtBy caught) {
        return switch (caught.layer()) {
            case SPEC -> models(id).contains(caught.name());
            case EXPLORE, CONFORMANCE -> Subjects.ALL.stream().map(Subject::name).anyMatch(caught.name()::equals);
            case PROPERTY -> testNames("properties/", caught.name(), id);
            case STRESS -> testNames("stress/", caught.name(), id);
            case SCHEDULE, TEST -> testNames("", caught.name(), id);
        };
    }

    /** Whether some test of that name says the id, in a comment or in a name: WC-01 or wc01. */
    private static boolean testNames(String module, String name, String id) {
        String inNames = id.toLowerCase(Locale.ROOT).replace("-", "");
        Optional<TextFile> test = TREE.files().stream()
                .filter(file -> file.path().startsWith(module) && file.path().contains("src/test/java/")
                        && file.path().endsWith("/" + name + ".java")
                        && file.lines().stream().anyMatch(line -> line.contains(id) || line.contains(inNames)))
                .findFirst();
        return test.isPresent();
    }

    /** The models that must fail because of the defect, as the manifests say. */
    private static TreeSet<String> models(String id) {
        TreeSet<String> models = new TreeSet<>();
        for (TextFile file : TREE.files()) {
            if (file.path().startsWith("spec/") && file.path().endsWith("/manifest.json")) {
                Matcher model = MODEL.matcher(String.join("\n", file.lines()));
                while (model.find()) {
                    if (model.group(2).equals(id)) {
                        models.add(model.group(1));
                    }
                }
            }
        }
        return models;
    }
}
