package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of published defects. */
class DefectsCommandTest {
    @Test
    void everyDefectIsListed() {
        Cli.Result text = Cli.run(Path.of(""), "defects");
        Cli.Result json = Cli.run(Path.of(""), "defects", "--json");

        assertThat(text.out()).isEqualTo(Cli.golden("defects.txt", text.out()));
        assertThat(json.out()).isEqualTo(Cli.golden("defects.json", json.out()));
        assertThat(text.code()).isZero();
        assertThat(Targets.DEFECTS).allSatisfy(defect -> assertThat(text.out()).contains(defect.id() + " "));
    }
}
