package powercut.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {

    @TempDir
    Path folder;

    private final String broken = """
            SPECIFICATION Spec
            CONSTANTS
              Block = {b1, b2}
              Tags = 1
              MaxWrites = 2
              Workers = {}
              Stresses = {"split"}
              Order <- PublishedOrder
            INVARIANTS ReadsInv
            """;

    @Test
    void largerSetsAndBoundsCover() throws IOException {
        String larger = broken.replace("{b1, b2}", "{b1,\n b2, b3}").replace("MaxWrites = 2", "MaxWrites = 3")
                .replace("{\"split\"}", "{\"split\", \"kill\"}");
        assertThat(configuration(larger).missingFrom(configuration(broken))).isEmpty();
        assertThat(configuration(broken).missingFrom(configuration(larger))).hasSize(3);
    }

    @Test
    void moreTagsFirstWorkersAndExpiryDoNotCover() throws IOException {
        for (String other : new String[] {
            broken.replace("Tags = 1", "Tags = 2"),
            broken.replace("Workers = {}", "Workers = {w1}"),
            broken.replace("{\"split\"}", "{\"split\", \"expire\"}")}) {
            assertThat(configuration(other).missingFrom(configuration(broken))).as(other).hasSize(1);
        }
    }

    @Test
    void aConfigurationChecksWhatItLists() throws IOException {
        assertThat(configuration(broken).checks("ReadsInv")).isTrue();
        assertThat(configuration(broken).checks("OtherInv")).isFalse();
        assertThat(configuration(broken).checks("deadlock")).isTrue();
        assertThat(configuration(broken + "CHECK_DEADLOCK FALSE\n").checks("deadlock")).isFalse();
        assertThat(configuration(broken).replacements()).containsOnlyKeys("Order");
    }

    private Configuration configuration(String text) throws IOException {
        return Configuration.of(Files.writeString(folder.resolve("MC.cfg"), text));
    }
}
