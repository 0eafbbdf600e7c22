package powercut.crash.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import powercut.dm.PublishedDefect;
import powercut.writeboost.published.WriteboostDefects;
import powercut.writecache.published.WritecacheDefects;

/**
 * How long {@code powercut explore SUBJECT --as-published ID} takes to find each published defect, from the start of
 * the command to its end, a fresh JVM each time. A main, not a test: figures depend on the machine. The argument is the
 * command; crash-injection/README.md says how to run it.
 */
public final class DefectBenchmark {
    private static final int RUNS = 3; // of each defect; the median counts
    private static final int VIOLATION = 1;
    private static final long PATIENCE_SECONDS = 60;

    private DefectBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path command = Path.of(arguments[0]).toAbsolutePath();
        Path directory = Files.createTempDirectory("defects");
        Map<String, List<PublishedDefect>> targets = new TreeMap<>(
                Map.of("dm-writecache", WritecacheDefects.ALL, "dm-writeboost", WriteboostDefects.ALL));
        for (Map.Entry<String, List<PublishedDefect>> target : targets.entrySet()) {
            List<Double> medians = new ArrayList<>();
            for (PublishedDefect defect : target.getValue()) {
                if (defect.exhibit().isPresent()) {
                    medians.add(medianSeconds(command, directory, defect));
                    System.out.printf("%-7s %.2f s%n", defect.id(), medians.get(medians.size() - 1));
                }
            }
            double[] sorted = medians.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf("%s: %d defects, median %.2f s, from %.2f to %.2f s%n", target.getKey(), sorted.length,
                    sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }
    }

    private static double medianSeconds(Path command, Path directory, PublishedDefect defect)
            throws IOException, InterruptedException {
        double[] seconds = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            Path bundle = directory.resolve(defect.id() + "-" + run);
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(command.toString(), "explore",
                    defect.exhibit().orElseThrow().subject(), "--as-published", defect.id(), "--out",
                    bundle.toString()).directory(directory.toFile())
                    .redirectErrorStream(true).redirectOutput(directory.resolve("out.txt").toFile()).start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != VIOLATION) {
                process.destroyForcibly();
                throw new IllegalStateException(defect.id() + " is not found, see " + directory.resolve("out.txt"));
            }
            seconds[run] = (System.nanoTime() - begun) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[RUNS / 2];
    }
}
