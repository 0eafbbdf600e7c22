package powercut.crash.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.DeviceWord;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;
import powercut.crash.log.Slices;
import powercut.crash.values.ContentPool;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.writecache.Geometry;
import powercut.writecache.Superblock;
import powercut.writecache.WritecacheImage;

/**
 * The stack of a check: one disk for each log, and the slices of it that the table names as
 * {@code DEVICE@START[+SECTORS]}.
 *
 * <p>A log does not tell how large its disk is. So a slice that goes to the end is as large as what is known to be
 * needed: up to the last sector that the log touches, to what its table line maps, and to what the newest superblock
 * in it claims.
 */
final class LoggedStack {
    private static final long ANY_SIZE = Long.MAX_VALUE >> Sectors.SHIFT;

    private final Table table;
    private final List<DeviceLog> logs;
    private final ContentPool pool;
    private final Map<String, DeviceWord> words = new LinkedHashMap<>(); // the table's, in its order

    private LoggedStack(Table table, List<DeviceLog> logs, ContentPool pool) {
        this.table = table;
        this.logs = logs;
        this.pool = pool;
    }

    /** The disks are in the order of {@code logs}. */
    static Stack of(Table table, TargetTypes types, List<DeviceLog> logs, ContentPool pool)
            throws BadInputException, TableException {
        LoggedStack logged = new LoggedStack(table, logs, pool);
        logged.readWords();
        long[] ends = logs.stream().mapToLong(log -> touchedEnd(log.log())).toArray();
        Map<String, Stack.Slice> slices = new LinkedHashMap<>();
        for (Map.Entry<String, DeviceWord> entry : logged.words.entrySet()) {
            DeviceWord word = entry.getValue();
            int disk = logged.disk(word);
            long sectors = word.sectors().isPresent() ? word.sectors().getAsLong()
                    : logged.openSectors(entry.getKey(), word.start(), logs.get(disk).log());
            slices.put(entry.getKey(), new Stack.Slice(disk, word.start(), sectors));
            ends[disk] = Math.max(ends[disk], word.start() + sectors);
        }
        List<Stack.Disk> disks = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            DeviceLog log = logs.get(i);
            disks.add(new Stack.Disk(log.device(), ends[i],
                    DiskOptions.DEFAULT.withLogicalBlockBytes(log.log().sectorSizeBytes())));
        }
        return new Stack(table, types, disks, slices);
    }

    private void readWords() throws BadInputException, TableException {
        for (Table.Line line : table.lines()) {
            List<DeviceWord> ofLine = new ArrayList<>();
            for (String argument : DeviceArguments.of(line)) {
                DeviceWord word = Slices.parse(argument);
                if (disk(word) < 0) {
                    throw new BadInputException("device " + argument + " of the table: there is no log of it, expected "
                            + logs.stream().map(log -> log.device() + "@START+SECTORS")
                                    .collect(Collectors.joining(" or ")));
                }
                ofLine.add(word);
                words.put(argument, word);
            }
            Slices.requireDisjoint(ofLine);
        }
        Slices.requireDisjoint(List.copyOf(words.values()));
        for (Table.Line line : table.lines()) {
            requireCacheFits(line);
        }
        for (DeviceLog log : logs) {
            if (words.values().stream().noneMatch(word -> word.whole().equals(log.device()))) {
                throw new BadInputException("--log " + log.title() + ": the table names no device " + log.device()
                        + "@START+SECTORS");
            }
        }
    }

    /** Index of the log of a device; -1 if there is none. */
    private int disk(DeviceWord word) {
        return logs.stream().map(DeviceLog::device).toList().indexOf(word.whole());
    }

    /** One past the last sector that the log touches. */
    private static long touchedEnd(DmLog log) {
        long end = 0;
        for (LogEntry entry : log.entries()) {
            end = entry.isWrite() || entry.isDiscard() ? Math.max(end, entry.sector() + entry.sectors()) : end;
        }
        return end;
    }

    private long openSectors(String word, long start, DmLog log) throws BadInputException {
        long sectors = touchedEnd(log) - start;
        for (Table.Line line : table.lines()) {
            int argument = line.arguments().indexOf(word);
            if (line.type().equals("linear") && argument == 0 || line.type().equals("writecache") && argument == 1) {
                sectors = Math.max(sectors, line.sectors());
            } else if (line.type().equals("writecache") && argument == 2) {
                sectors = Math.max(sectors, claimedSectors(newestSuperblock(words.get(word))));
            }
        }
        if (sectors <= 0) {
            throw new BadInputException("device " + word + ": the log touches nothing from sector " + start
                    + " on, so its length is unknown; expected " + word + "+SECTORS");
        }
        return sectors;
    }

    /**
     * Refuses a line whose cache the driver would not take with what the log says was on it: every crash state would
     * look like a loss.
     */
    private void requireCacheFits(Table.Line line) throws BadInputException {
        if (!line.type().equals("writecache") || line.arguments().size() <= DeviceArguments.WRITECACHE_BLOCK_SIZE) {
            return;
        }
        String origin = line.arguments().get(DeviceArguments.WRITECACHE_ORIGIN);
        String cache = line.arguments().get(DeviceArguments.WRITECACHE_CACHE);
        String blockSize = line.arguments().get(DeviceArguments.WRITECACHE_BLOCK_SIZE);
        byte[] superblock = newestSuperblock(words.get(cache));
        if (superblock == null && newestSuperblock(words.get(origin)) != null) {
            throw new BadInputException("cache " + cache + ": the log writes the superblock to " + origin
                    + ": origin and cache are swapped");
        }
        String logged = superblock == null ? blockSize : Integer.toString(Superblock.parse(superblock).blockSize());
        if (!logged.equals(blockSize) && isBlockSize(blockSize)) { // others are refused in the driver's words
            throw new BadInputException("cache " + cache + ": Block size does not match superblock: the log has blocks"
                    + " of " + logged + " bytes, the table says " + blockSize);
        }
    }

    private static boolean isBlockSize(String word) {
        return word.matches("[0-9]{1,9}") && Geometry.isBlockSize(Long.parseLong(word));
    }

    /** The newest sector with the magic that was written where a slice begins; null without one. */
    private byte[] newestSuperblock(DeviceWord slice) {
        List<LogEntry> entries = logs.get(disk(slice)).log().entries();
        for (int i = entries.size() - 1; i >= 0; i--) {
            LogEntry entry = entries.get(i);
            long at = slice.start() - entry.sector();
            if (entry.isWrite() && at >= 0 && at < entry.sectors()) {
                byte[] sector = pool.bytes(entry.values()[(int) at]);
                if (Superblock.parse(sector).magic() == Superblock.MAGIC) {
                    return sector;
                }
            }
        }
        return null;
    }

    /** How many sectors a superblock claims; 0 without one, or if the driver refuses it. */
    private static long claimedSectors(byte[] superblock) {
        if (superblock == null) {
            return 0;
        }
        try {
            WritecacheImage image = WritecacheImage.open(
                    (sector, sectors, into) -> System.arraycopy(superblock, 0, into, 0, Sectors.BYTES), ANY_SIZE);
            return image.geometry().cacheSector(image.geometry().nBlocks());
        } catch (TargetException e) {
            return 0;
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
    }
}
