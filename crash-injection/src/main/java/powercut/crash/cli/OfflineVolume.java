package powercut.crash.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.log.DeviceWord;
import powercut.crash.log.Slices;
import powercut.crash.report.IoErrors;
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
    private static final String WRITECACHE = "writecache";
    private static final String START_SECTOR = "start_sector"; // an option of newer kernels

    /** Told how many sectors of the volume are written. */
    interface Progress {
        void at(long sectors, long all);
    }

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
                List<DeviceWord> ofLine = new ArrayList<>(); // of one line, the same word twice overlaps too
                for (String word : DeviceArguments.of(line)) {
                    ofLine.add(open(word).word());
                }
                Slices.requireDisjoint(ofLine);
            }
            Slices.requireDisjoint(images.values().stream().map(ImageFile::word).toList());
        } catch (BadInputException e) {
            close();
            throw e;
        }
    }

    private ImageFile open(String word) throws BadInputException {
        if (!images.containsKey(word)) {
            ImageFile image = ImageFile.open(Slices.parse(word));
            images.put(word, image);
            devices.put(word, new OverlayDevice(word, image.sectors(), image));
        }
        return images.get(word);
    }

    /** Refuses images that cannot be what the table says; reads no more than the superblocks. */
    void requireFit() throws BadInputException {
        for (Table.Line line : writecacheLines()) {
            ImageFile origin = images.get(line.arguments().get(DeviceArguments.WRITECACHE_ORIGIN));
            ImageFile cache = images.get(line.arguments().get(DeviceArguments.WRITECACHE_CACHE));
            SuperblockAdvice.requireFits(line, origin, cache);
            if (origin.sectors() < line.sectors()) {
                throw new BadInputException("origin " + origin.word() + ": has " + origin.sectors()
                        + " sectors, the table maps " + line.sectors() + "; is the image complete?");
            }
            if (line.arguments().contains(START_SECTOR)) {
                throw new BadInputException("table line \"" + line + "\": " + START_SECTOR
                        + " is not supported, expected the cache as IMG@START with that sector instead");
            }
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

    /** What is on the cache devices, and what of it the volume will show. */
    void describe(Page page) throws BadInputException {
        for (Table.Line line : writecacheLines()) {
            ImageFile cache = images.get(line.arguments().get(DeviceArguments.WRITECACHE_CACHE));
            try {
                WritecacheInspection inspection = WritecacheInspection.of(cache, cache.sectors(), line.sectors());
                new WritecacheInspectionText(inspection).summarize(page.item("cache", cache.word().toString()));
                long blocks = inspection.shown();
                page.item("plan", Page.count(blocks, "block") + ", "
                        + Page.count(blocks * inspection.blockSectors(), "sector") + ", from the cache, all else from "
                        + line.arguments().get(DeviceArguments.WRITECACHE_ORIGIN));
            } catch (IOException e) {
                throw new BadInputException(cache.word() + ": cannot be read: " + IoErrors.reason(e));
            }
        }
    }

    private List<Table.Line> writecacheLines() {
        return table.lines().stream().filter(line -> line.type().equals(WRITECACHE)).toList();
    }

    /**
     * The table as recovery needs it. How the driver would write does not matter to one who only reads, and options of
     * newer kernels are none of this one's business. Persistent memory has the same format as a disk (rules 1 to 4).
     */
    private Table readingTable() {
        return new Table(table.lines().stream().map(line -> {
            if (!line.type().equals(WRITECACHE)) {
                return line;
            }
            List<String> arguments = new ArrayList<>(line.arguments()
                    .subList(0, DeviceArguments.WRITECACHE_BLOCK_SIZE + 1));
            arguments.set(0, arguments.get(0).equalsIgnoreCase("p") ? "s" : arguments.get(0));
            arguments.add("0"); // options
            return new Table.Line(line.begin(), line.sectors(), line.type(), arguments);
        }).toList());
    }

    /** Recovers, and writes what the mapped device shows to a new file. */
    void copyTo(Path file, Progress progress)
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
            rethrow();
            to.complete();
        }
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

    private void copy(SimulatedRuntime runtime, SparseFile to, Progress progress)
            throws IOException, BadInputException, TableException, TargetException {
        MappedDevice device = new MappedDevice("volume", runtime, Targets.types(null), devices::get, errors::add);
        device.load(readingTable());
        device.resume();
        byte[] chunk = new byte[CHUNK_SECTORS * Sectors.BYTES];
        for (long sector = 0; sector < table.sectors(); sector += CHUNK_SECTORS) {
            int sectors = (int) Math.min(CHUNK_SECTORS, table.sectors() - sector);
            read(runtime, device, Bio.read(sector, sectors, chunk, 0));
            to.write(sector, sectors, chunk);
            progress.at(sector + sectors, table.sectors());
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
