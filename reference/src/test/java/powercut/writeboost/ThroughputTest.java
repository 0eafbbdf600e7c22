package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.writeboost.Throughput.Commit;
import powercut.writeboost.Throughput.Result;

/** The tables about throughput in this module's README are what {@link Throughput} counts. */
class ThroughputTest {
    private static final int LARGE = Tunables.NR_MAX_BATCHED_MIGRATION; // more than the log has

    /** Operations do not depend on the order of segments, only those of the backing device on their lines. */
    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8})
    void operationsPerSegment(int order) throws IOException {
        assertThat(readme()).contains(
                row("published", "free", new Throughput(order, false, Commit.PUBLISHED, true, 1)),
                row("corrected", "free", new Throughput(order, false, Commit.CORRECTED, true, 1)),
                row("corrected, 8 segments queued", "free", new Throughput(order, false, Commit.CORRECTED, false, 1)),
                row("published", "full", new Throughput(order, true, Commit.PUBLISHED, true, 1)),
                row("corrected", "full", new Throughput(order, true, Commit.CORRECTED, true, 1)),
                row("corrected", "full, migrated 8 at a time",
                        new Throughput(order, true, Commit.CORRECTED, true, LARGE)));
    }

    private static String row(String commit, String log, Throughput throughput) {
        Result result = throughput.measure();
        long lines = new Geometry(throughput.order(), 2).cachesInSegment();
        assertThat(result.backing().writes).as("each block is migrated once, or none")
                .isEqualTo(throughput.full() ? lines * Throughput.SEGMENTS : 0);
        return String.format(Locale.ROOT, "| %s | %s | %s | %.2f |", commit, log, result.cache().perSegment(),
                (double) result.backing().flushes / Throughput.SEGMENTS);
    }

    @Test
    void shareOfUserBytes() throws IOException {
        assertThat(readme()).contains(shares("free", false), shares("full", true));
    }

    private static String shares(String log, boolean full) {
        return IntStream.rangeClosed(Geometry.ORDER_MIN, Geometry.ORDER_MAX)
                .mapToObj(order -> share(new Throughput(order, full, Commit.CORRECTED, true, 1)))
                .collect(Collectors.joining(" | ", "| " + log + " | ", " |"));
    }

    private static String share(Throughput throughput) {
        return String.format(Locale.ROOT, "%.1f",
                100.0 * throughput.userBytes() / throughput.measure().cache().bytesWritten);
    }

    private static List<String> readme() throws IOException {
        return Files.readAllLines(Path.of("README.md"));
    }
}
