package powercut.crash.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Where a command's words go; a test seam.
 *
 * @param out data
 * @param err errors and progress
 * @param interactive whether somebody is looking, so that progress may be shown
 * @param workingDirectory where bundles are written unless told otherwise
 * @param nanoTime a clock for "how long did it take"
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive, Path workingDirectory, LongSupplier nanoTime) {
    static Terminal ofProcess() {
        return new Terminal(System.out, System.err, System.console() != null, Path.of(""), System::nanoTime);
    }

    /** Shows how far a long run is, on one line that is written over. */
    void progress(String text) {
        if (interactive) {
            err.print("\r\033[K" + text);
            err.flush();
        }
    }

    /** Removes the line of {@link #progress}. */
    void clearProgress() {
        progress("");
    }
}
