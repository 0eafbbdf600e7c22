package powercut.crash.cli;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.report.IoErrors;
import powercut.crash.report.Page;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;

/** Rebuilds the merged volume from images, offline. The images are only read. */
@Command(name = "recover", sortOptions = false,
        description = "Rebuild the merged volume from images: what the driver would show after a power failure.",
        footer = {"", "Examples:",
            "  powercut recover --table \"0 32768 writecache s origin.img cache.img 4096 0\" --dry-run",
            "  powercut recover --table \"0 32768 writecache s disk.img@0+32768 disk.img@32768 4096 0\""
                    + " --out volume.img"})
final class RecoverCommand implements Callable<Integer> {
    private static final int BAR_COLUMNS = 40;
    private static final int PERCENT = 100;
    private static final CopyOption[] REPLACE = {StandardCopyOption.REPLACE_EXISTING};
    private static final CopyOption[] KEEP = {}; // an error, should there be such a file by now

    private final Terminal terminal;
    private int percentShown = -1;

    @Option(names = "--table", required = true, paramLabel = "TABLE",
            description = "A dmsetup table; a device is FILE or FILE@START+SECTORS, an image or a block device, and"
                    + " only read. Options of the target are not needed.")
    private String tableText;

    @Option(names = "--out", paramLabel = "IMG",
            description = "The volume, as a sparse file. It has this name only when it is complete.")
    private Path out;

    @Option(names = "--dry-run", description = "Check everything, say what would be done, write nothing.")
    private boolean dryRun;

    @Option(names = "--force",
            description = "Replace IMG if it exists, and begin even if there may be too little space.")
    private boolean force;

    RecoverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException, TableException, TargetException {
        Table table = Table.parse(tableText);
        if (out == null && !dryRun) {
            throw new BadInputException("--out is missing, expected --out IMG or --dry-run");
        }
        if (out != null) {
            checkOut(table);
        }
        try (OfflineVolume volume = new OfflineVolume(table)) {
            if (out != null) {
                volume.requireOtherThan(out);
            }
            volume.requireFit();
            Page page = new Page().item("table", table.toString());
            volume.describe(page);
            if (!dryRun) {
                write(volume);
            }
            volume.errors().forEach(error -> page.item("error", error));
            page.item("volume", (out == null ? "" : out + ": ") + table.sectors() + " sectors, "
                    + Sectors.toBytes(table.sectors()) + " bytes, sparse" + (dryRun ? "; nothing was written" : ""));
            terminal.out().print(page);
        }
        return ExitCode.HOLDS;
    }

    private void checkOut(Table table) throws BadInputException {
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
        try {
            long free = Files.getFileStore(parent).getUsableSpace();
            if (free / Sectors.BYTES < table.sectors() && !force) {
                throw new BadInputException("--out " + out + ": may take " + table.sectors() + " sectors, but "
                        + free / Sectors.BYTES + " are free there; expected a larger place, or --force if much of the"
                        + " volume is zeros");
            }
        } catch (IOException e) {
            throw new BadInputException("--out " + out + ": " + parent + " cannot be looked at: " + IoErrors.reason(e));
        }
    }

    /** Under another name, which it keeps if it is not completed; Ctrl-C removes it. */
    private void write(OfflineVolume volume) throws BadInputException, TableException, TargetException {
        Path partial = out.toAbsolutePath().resolveSibling(
                out.getFileName() + ".partial-" + ProcessHandle.current().pid());
        try {
            partial.toFile().deleteOnExit();
            volume.copyTo(partial, this::showProgress);
            Files.move(partial, out, force ? REPLACE : KEEP);
        } catch (IOException e) {
            throw new BadInputException("--out " + out + ": cannot be written: " + IoErrors.reason(e));
        } finally {
            terminal.clearProgress();
            deleteQuietly(partial);
        }
    }

    private void showProgress(long sectors, long all) {
        int percent = (int) (sectors * PERCENT / all);
        if (percent != percentShown) {
            percentShown = percent;
            int filled = percent * BAR_COLUMNS / PERCENT;
            terminal.progress("[" + "#".repeat(filled) + ".".repeat(BAR_COLUMNS - filled) + "] " + percent
                    + " %, sector " + sectors + " of " + all);
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
