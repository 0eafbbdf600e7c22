package powercut.crash.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import powercut.crash.BadInputException;
import powercut.crash.report.IoErrors;
import powercut.crash.run.Workload;

/** A workload as a file. */
final class WorkloadFile {
    private static final int BYTES_MAX = 64 << 20; // a million operations are less

    private WorkloadFile() {}

    /** Reads it; every operation fits the mapped device. */
    static Workload read(Path file, RunSetup setup) throws BadInputException {
        Workload workload;
        try {
            workload = Workload.parse(text(file, BYTES_MAX, "one operation a line"), file.toString());
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read as text: " + IoErrors.reason(e));
        }
        setup.requireFits(workload, file.toString());
        return workload;
    }

    /** The text of a file that ought to have at most {@code bytesMax} bytes and to be what {@code expected} says. */
    static String text(Path file, int bytesMax, String expected) throws BadInputException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new BadInputException(file + ": more than " + bytesMax + " bytes, expected " + expected);
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }
}
