package powercut.crash.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with holes read as if there were none. */
class SparseFileTest {
    @TempDir
    private Path directory;

    @Test
    void zerosAreHolesAndCountAllTheSame() throws IOException {
        byte[] expected = new byte[6 * 512];
        expected[512] = 1;
        expected[3 * 512 + 511] = 2;
        Path file = directory.resolve("file");

        try (SparseFile sparse = new SparseFile(file, 6)) {
            sparse.write(0, 6, expected);
            sparse.complete();
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @Test
    void sectorsMayComeInAnyOrder() throws IOException {
        byte[] sector = new byte[512];
        sector[0] = 7;
        Path file = directory.resolve("file");

        try (SparseFile sparse = new SparseFile(file, 3)) {
            sparse.write(2, 1, sector);
            sparse.write(0, 1, sector);
            sparse.complete();
        }

        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(3 * 512);
        assertThat(new byte[] {bytes[0], bytes[512], bytes[1024]}).containsExactly(7, 0, 7);
    }
}
