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
import powercut.writecache.WritecacheImage;

/**
 * The stack of a check: one disk for each log, and the slices of it that the table names as
 * {@code DEVICE@START[+SECTORS]}.
 *
 * <p>A log does not tell how large its disk is. So a slice that goes to the end is as large as what is known to be
 * needed: up to the last sector that the log touches, to what its table line maps, and to what the newest valid
 * superblock in it claims.
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
                sectors = Math.max(sectors, claimedSectors(start, log));
            }
        }
        if (sectors <= 0) {
            throw new BadInputException("device " + word + ": the log touches nothing from sector " + start
                    + " on, so its length is unknown; expected " + word + "+SECTORS");
        }
        return sectors;
    }

    /**
     * How many sectors the newest valid writecache superblock claims that was written at {@code start}; 0 without one.
     */
    private long claimedSectors(long start, DmLog log) {
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
