package powercut.crash.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.log.DeviceWord;
import powercut.crash.log.Slices;
import powercut.crash.report.Page;
import powercut.crash.report.SparseFile;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/** A table over image files, recovered in memory: what recovery writes goes to overlays, so the files are only read. */
final class OfflineVolume implements AutoCloseable {
    private static final int CHUNK_SECTORS = 2048;
    private static final int PROGRESS_SECTORS = 64 * CHUNK_SECTORS;

    private final Table table;
    private final Map<String, ImageFile> images = new LinkedHashMap<>(); // by word, in the order of the table
    private final Map<String, BlockDevice> devices = new HashMap<>(); // by word; only looked up by key
    private final List<String> errors = new ArrayList<>();
    private Exception failure; // of the task that copies

    /** Opens all images that the table names. */
    OfflineVolume(Table table) throws BadInputException, TableException {
        this.table = table;
        try {
            for (Table.Line line : table.lines()) {
                for (String word : DeviceArguments.of(line)) {
                    open(word);
                }
            }
            Slices.requireDisjoint(images.values().stream().map(ImageFile::word).toList());
        } catch (BadInputException e) {
            close();
            throw e;
        }
    }

    private void open(String word) throws BadInputException {
        if (!images.containsKey(word)) {
            ImageFile image = ImageFile.open(Slices.parse(word));
            images.put(word, image);
            devices.put(word, new OverlayDevice(word, image.sectors(), image));
        }
    }

    /** Refuses to write the volume over one of the images. */
    void requireOtherThan(Path out) throws BadInputException {
        for (ImageFile image : images.values()) {
            try {
                if (Files.exists(out) && Files.isSameFile(out, Path.of(image.word().whole()))) {
                    throw new BadInputException("--out " + out + ": is one of the images, expected another file");
                }
            } catch (IOException e) {
                throw new BadInputException("--out " + out + ": cannot be compared with " + image.word());
            }
        }
    }

    /** What is on the cache devices before recovery. */
    void describe(Page page) throws BadInputException {
        for (Table.Line line : table.lines()) {
            if (line.type().equals("writecache")) {
                ImageFile cache = images.get(line.arguments().get(2));
                try {
                    InspectCommand.summarize(page.item("cache", cache.word().toString()),
                            WritecacheInspection.of(cache, cache.sectors(), line.sectors()));
                } catch (IOException e) {
                    throw new BadInputException(cache.word() + ": cannot be read: " + e.getMessage());
                }
            }
        }
    }

    /** Recovers, and writes what the mapped device shows to a new file. */
    void copyTo(Path file, Consumer<String> progress)
            throws IOException, BadInputException, TableException, TargetException {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        try (SparseFile to = new SparseFile(file, table.sectors())) {
            runtime.run(() -> {
                try {
                    copy(runtime, to, progress);
                } catch (IOException | BadInputException | TableException | TargetException e) {
                    failure = e;
                }
            });
        }
        rethrow();
    }

    private void rethrow() throws IOException, BadInputException, TableException, TargetException {
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof BadInputException e) {
            throw e;
        } else if (failure instanceof TableException e) {
            throw e;
        } else if (failure instanceof TargetException e) {
            throw e;
        }
    }

    private void copy(SimulatedRuntime runtime, SparseFile to, Consumer<String> progress)
            throws IOException, BadInputException, TableException, TargetException {
        MappedDevice device = new MappedDevice("volume", runtime, Targets.types(null), devices::get, errors::add);
        device.load(table);
        device.resume();
        byte[] chunk = new byte[CHUNK_SECTORS * Sectors.BYTES];
        for (long sector = 0; sector < table.sectors(); sector += CHUNK_SECTORS) {
            int sectors = (int) Math.min(CHUNK_SECTORS, table.sectors() - sector);
            read(runtime, device, Bio.read(sector, sectors, chunk, 0));
            to.write(sector, sectors, chunk);
            if (sector % PROGRESS_SECTORS == 0) {
                progress.accept("sector " + sector + " of " + table.sectors());
            }
        }
    }

    private void read(SimulatedRuntime runtime, MappedDevice device, Bio bio) throws BadInputException {
        Completion done = runtime.completion("read");
        long sector = bio.sector();
        device.submit(bio.onEnd(ended -> done.complete()));
        done.await();
        if (!bio.status().isOk()) {
            throw new BadInputException("the volume cannot be read at " + sector + "+" + bio.sectors()
                    + (errors.isEmpty() ? "; is an image too small?" : ": " + errors.get(0)));
        }
    }

    /** Error lines of the targets. */
    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        images.values().forEach(ImageFile::close);
    }
}
