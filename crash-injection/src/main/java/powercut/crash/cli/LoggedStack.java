package powercut.crash.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.log.DeviceWord;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;
import powercut.crash.log.Slices;
import powercut.crash.values.ContentPool;
import powercut.dm.Table;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.writecache.WritecacheImage;

/**
 * The stack of a check: one disk, the logged one, and the slices of it that the table names as {@code log@START[+SECTORS]}.
 *
 * <p>A log does not tell how large its disk is. So a slice that goes to the end is as large as what is known to be needed: up to
 * the last sector that the log touches, to what its table line maps, and to what the newest valid superblock in it claims.
 */
final class LoggedStack {
    private static final String DISK = "log";
    private static final long ANY_SIZE = Long.MAX_VALUE >> Sectors.SHIFT;

    private final Table table;
    private final DmLog log;
    private final ContentPool pool;

    private LoggedStack(Table table, DmLog log, ContentPool pool) {
        this.table = table;
        this.log = log;
        this.pool = pool;
    }

    static Stack of(Table table, TargetTypes types, DmLog log, ContentPool pool) throws BadInputException {
        LoggedStack logged = new LoggedStack(table, log, pool);
        Map<String, DeviceWord> words = logged.words();
        Map<String, Stack.Slice> slices = new LinkedHashMap<>();
        long end = logged.touchedEnd();
        for (Map.Entry<String, DeviceWord> entry : words.entrySet()) {
            DeviceWord word = entry.getValue();
            long sectors = word.sectors().isPresent() ? word.sectors().getAsLong()
                    : logged.openSectors(entry.getKey(), word.start());
            slices.put(entry.getKey(), new Stack.Slice(0, word.start(), sectors));
            end = Math.max(end, word.start() + sectors);
        }
        DiskOptions options = DiskOptions.DEFAULT.withLogicalBlockBytes(log.sectorSizeBytes());
        return new Stack(table, types, List.of(new Stack.Disk(DISK, end, options)), slices);
    }

    private Map<String, DeviceWord> words() throws BadInputException {
        Map<String, DeviceWord> words = new LinkedHashMap<>();
        for (Table.Line line : table.lines()) {
            List<DeviceWord> ofLine = new ArrayList<>();
            for (String argument : line.arguments()) {
                if (isLogged(argument)) {
                    ofLine.add(Slices.parse(argument));
                    words.put(argument, ofLine.get(ofLine.size() - 1));
                }
            }
            Slices.requireDisjoint(ofLine);
        }
        if (words.isEmpty()) {
            throw new BadInputException("table \"" + table + "\": names no logged device, expected log@START+SECTORS");
        }
        Slices.requireDisjoint(List.copyOf(words.values()));
        return words;
    }

    private static boolean isLogged(String argument) {
        return argument.equals(DISK) || argument.startsWith(DISK + "@");
    }

    /** One past the last sector that the log touches. */
    private long touchedEnd() {
        long end = 0;
        for (LogEntry entry : log.entries()) {
            end = entry.isWrite() || entry.isDiscard() ? Math.max(end, entry.sector() + entry.sectors()) : end;
        }
        return end;
    }

    private long openSectors(String word, long start) throws BadInputException {
        long sectors = touchedEnd() - start;
        for (Table.Line line : table.lines()) {
            int argument = line.arguments().indexOf(word);
            if (line.type().equals("linear") && argument == 0 || line.type().equals("writecache") && argument == 1) {
                sectors = Math.max(sectors, line.sectors());
            } else if (line.type().equals("writecache") && argument == 2) {
                sectors = Math.max(sectors, claimedSectors(start));
            }
        }
        if (sectors <= 0) {
            throw new BadInputException("device " + word + ": the log touches nothing from sector " + start
                    + " on, so its length is unknown; expected log@START+SECTORS");
        }
        return sectors;
    }

    /** How many sectors the newest valid writecache superblock claims that was written at {@code start}; 0 without one. */
    private long claimedSectors(long start) {
        for (int i = log.entries().size() - 1; i >= 0; i--) {
            LogEntry entry = log.entries().get(i);
            if (entry.isWrite() && entry.sector() <= start && start < entry.sector() + entry.sectors()) {
                long claimed = claimedSectors(pool.bytes(entry.values()[(int) (start - entry.sector())]));
                if (claimed > 0) {
                    return claimed;
                }
            }
        }
        return 0;
    }

    private static long claimedSectors(byte[] superblock) {
        try {
            WritecacheImage image = WritecacheImage.open(
                    (sector, sectors, into) -> System.arraycopy(superblock, 0, into, 0, Sectors.BYTES), ANY_SIZE);
            return image.geometry().cacheSector(image.geometry().nBlocks());
        } catch (TargetException e) {
            return 0; // not a superblock, or one that the driver refuses
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
    }
}
