package powercut.crash.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import powercut.crash.BadInputException;
import powercut.crash.report.IoErrors;
import powercut.crash.report.Page;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;

/** Rebuilds the merged volume from images, offline. The images are only read. */
@Command(name = "recover", sortOptions = false,
        description = "Rebuild the merged volume from images: what the driver would show after a power failure.",
        footer = {"", "Example:",
            "  powercut recover --table \"0 32768 writecache s disk.img@0+32768 disk.img@32768 4096 0\" --out volume.img"})
final class RecoverCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--table", required = true, paramLabel = "TABLE",
            description = "A dmsetup table; a device is FILE or FILE@START+SECTORS, and only read.")
    private String tableText;

    @Option(names = "--out", required = true, paramLabel = "IMG", description = "The volume, as a sparse file.")
    private Path out;

    @Option(names = "--force", description = "Replace IMG if it exists.")
    private boolean force;

    RecoverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException, TableException, TargetException {
        Table table = Table.parse(tableText);
        checkOut();
        try (OfflineVolume volume = new OfflineVolume(table)) {
            Page page = new Page().item("table", table.toString());
            volume.requireOtherThan(out);
            volume.describe(page);
            write(volume);
            volume.errors().forEach(error -> page.item("error", error));
            page.item("volume", out + ": " + table.sectors() + " sectors");
            terminal.out().print(page);
        }
        return ExitCode.HOLDS;
    }

    private void checkOut() throws BadInputException {
        Path parent = out.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BadInputException("--out " + out + ": there is no directory " + parent);
        }
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS) && !force) {
            throw new BadInputException("--out " + out + ": exists already, expected a new name or --force");
        }
        if (Files.exists(out) && !Files.isRegularFile(out)) {
            throw new BadInputException("--out " + out + ": is not a file, --force replaces only files");
        }
    }

    private void write(OfflineVolume volume) throws BadInputException, TableException, TargetException {
        Path partial = out.toAbsolutePath().resolveSibling(
                "." + out.getFileName() + ".partial-" + ProcessHandle.current().pid());
        try {
            volume.copyTo(partial, terminal::progress);
            Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BadInputException("--out " + out + ": cannot be written: " + IoErrors.reason(e));
        } finally {
            terminal.clearProgress();
            deleteQuietly(partial);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the error that made it useless is on its way
        }
    }
}
