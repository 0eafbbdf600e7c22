package powercut.crash.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import powercut.crash.BadInputException;

/** Where bundles may go, and what stays of what was there. */
class BundleTest {
    @TempDir
    private Path directory;

    @Test
    void nameFollowsFromTheContent() throws BadInputException {
        Path one = bundle("a").write(null, directory);
        Path again = bundle("a").write(null, directory);
        Path other = bundle("b").write(null, directory);

        assertThat(one.getFileName().toString()).matches("powercut-bundle-[0-9a-f]{8}");
        assertThat(again).isEqualTo(one).isNotEqualTo(other);
    }

    @Test
    void bundleIsReplacedByABundle() throws BadInputException {
        Path out = directory.resolve("out");
        bundle("old").text("old.txt", "old").write(out, directory);

        bundle("new").write(out, directory);

        assertThat(out).isDirectoryNotContaining("glob:**old.txt");
        assertThat(out.resolve(Bundle.MARKER)).hasContent("new");
        assertThat(directory).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void anythingElseIsKept() throws IOException {
        Path mine = Files.createDirectory(directory.resolve("mine"));
        Files.writeString(mine.resolve("thesis.tex"), "all of it");
        Path nested = Files.createDirectory(directory.resolve("nested"));
        Files.writeString(nested.resolve(Bundle.MARKER), "{}");
        Files.createDirectory(nested.resolve("thesis"));

        for (Path place : new Path[] {mine, nested, mine.resolve("thesis.tex")}) {
            assertThatThrownBy(() -> bundle("a").write(place, directory)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("exists and is not a bundle");
        }
        assertThat(mine.resolve("thesis.tex")).hasContent("all of it");
        assertThat(nested.resolve("thesis")).isDirectory();
    }

    @Test
    void failureLeavesNothingBehind() {
        Bundle bundle = bundle("a").file("image", file -> {
            throw new IOException("no space left on device");
        });

        assertThatThrownBy(() -> bundle.write(directory.resolve("out"), directory))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("the bundle cannot be written: no space left on device");
        assertThat(directory).isEmptyDirectory();
    }

    private static Bundle bundle(String violation) {
        return new Bundle().text(Bundle.MARKER, violation);
    }
}
