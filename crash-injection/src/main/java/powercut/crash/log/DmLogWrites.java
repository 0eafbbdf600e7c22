package powercut.crash.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.block.Sectors;
import powercut.crash.values.ContentPool;

/**
 * Reads the log of the device-mapper target log-writes ({@code drivers/md/dm-log-writes.c}: {@code log_super},
 * {@code log_one_block}), which QEMU's {@code blklogwrites} writes as well.
 *
 * <p>All numbers are little-endian, positions and lengths are counted in log sectors of S bytes:
 * <pre>
 *   0        8        16           24         28            S
 *   | magic  | version | nr_entries | sectorsize = S | zeros |   superblock
 *   | sector | nr_sectors | flags | data_len | mark... zeros |   entry: S bytes
 *   | nr_sectors * S bytes, unless DISCARD                   |   its data
 *   | next entry ...
 * </pre>
 *
 * <p>Invariant: memory is taken for bytes that were read, never because a number in the file says so.
 */
public final class DmLogWrites {
    static final long MAGIC = 0x6a736677736872L;
    static final long VERSION = 1;
    static final int SUPERBLOCK_BYTES = 28; // what is used of its sector
    static final int ENTRY_BYTES = 32; // what is used of an entry's sector, without a MARK's text
    static final int SECTOR_SIZE_MIN = 512;
    static final int SECTOR_SIZE_MAX = 1 << 16;
    static final int ALL_FLAGS =
            LogEntry.FLUSH | LogEntry.FUA | LogEntry.DISCARD | LogEntry.MARK | LogEntry.METADATA;
    static final long END_SECTOR_MAX = Long.MAX_VALUE >> Sectors.SHIFT; // byte positions fit a long

    private static final int VALUES_FIRST = 1024; // sectors of an entry's data to make room for at once
    private static final int HEAP_PER_ENTRY = 96; // record, array headers, list slot
    private static final int HEAP_PER_CONTENT = 560; // 512 bytes, array header, slots in the pool

    private static final long COLLISIONS_FREE = 1 << 16;
    private static final int COLLISIONS_PER_SECTOR = 16; // far beyond chance: the pool's table is at most half full

    private final LogSource source;
    private final ContentPool pool;
    private final int knownContents; // of the pool, before this log
    private final long knownCollisions;
    private final LogLimits limits;
    private final byte[] buffer = new byte[SECTOR_SIZE_MAX]; // an entry's sector, or a piece of its data
    private final ByteBuffer fields = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN); // view of buffer
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int sectorSizeBytes;
    private long entryCount; // unsigned, as the superblock claims
    private long heapBytes; // estimate, without the contents

    private DmLogWrites(LogSource source, ContentPool pool, LogLimits limits) {
        this.source = source;
        this.pool = pool;
        this.knownContents = pool.size();
        this.knownCollisions = pool.collisions();
        this.limits = limits;
    }

    /**
     * Reads a whole log, gzip or plain. The file is only read; contents go to {@code pool}, also those of a log that is
     * then refused.
     *
     * @throws BadLogException if the file cannot be read, is no such log, is damaged or truncated, or passes a limit
     */
    public static DmLog read(Path file, ContentPool pool, LogLimits limits) throws BadLogException {
        if (Files.isDirectory(file)) {
            throw new BadLogException(file + ": is a directory, expected a dm-log-writes log");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), file.getFileName().toString(), pool, limits);
        } catch (NoSuchFileException e) {
            throw new BadLogException(file + ": no such file, expected a dm-log-writes log");
        } catch (AccessDeniedException e) {
            throw new BadLogException(file + ": permission denied, expected a readable dm-log-writes log");
        } catch (IOException e) {
            throw new BadLogException(file + ": cannot be read: " + e.getMessage());
        }
    }

    static DmLog read(InputStream in, String file, String name, ContentPool pool, LogLimits limits)
            throws BadLogException {
        return new DmLogWrites(new LogSource(in, file, limits.logBytes()), pool, limits).read(name);
    }

    private DmLog read(String name) throws BadLogException {
        readSuperblock();
        while (Long.compareUnsigned(entries.size(), entryCount) < 0) {
            source.beginEntry(entries.size());
            entries.add(readEntry());
        }
        source.endEntries();
        skipRest();
        warnings.addAll(LogOrder.warnings(entries));
        return new DmLog(name, sectorSizeBytes, entries, warnings);
    }

    private void readSuperblock() throws BadLogException {
        int n = source.read(buffer, 0, SECTOR_SIZE_MIN);
        if (n == 0) {
            throw source.bad("is empty, expected a dm-log-writes log");
        }
        if (n < Long.BYTES || fields.getLong(0) != MAGIC) {
            String found = n < Long.BYTES ? n + " bytes" : "0x" + Long.toHexString(fields.getLong(0));
            throw source.bad("not a dm-log-writes log: expected magic 0x" + Long.toHexString(MAGIC)
                    + " at byte 0, found " + found);
        }
        if (n < SUPERBLOCK_BYTES) {
            throw source.bad("truncated superblock: expected " + SUPERBLOCK_BYTES + " bytes, found " + n);
        }
        if (fields.getLong(8) != VERSION) {
            throw source.bad("version " + Long.toUnsignedString(fields.getLong(8)) + " at byte 8, expected " + VERSION);
        }
        entryCount = fields.getLong(16);
        long size = Integer.toUnsignedLong(fields.getInt(24));
        if (size < SECTOR_SIZE_MIN || size > SECTOR_SIZE_MAX || Long.bitCount(size) != 1) {
            throw source.bad("sectorsize " + size + " at byte 24, expected a power of two from " + SECTOR_SIZE_MIN
                    + " to " + SECTOR_SIZE_MAX);
        }
        sectorSizeBytes = (int) size;
        if (n < SECTOR_SIZE_MIN || source.read(buffer, 0, sectorSizeBytes - n) < sectorSizeBytes - n) {
            throw source.bad("truncated superblock: expected " + size + " bytes, found " + source.position());
        }
    }

    private LogEntry readEntry() throws BadLogException {
        if (source.read(buffer, 0, sectorSizeBytes) < sectorSizeBytes) {
            throw truncated("the entry needs " + sectorSizeBytes + " bytes");
        }
        int flags = checkedFlags(fields.getLong(16));
        boolean isMark = (flags & LogEntry.MARK) != 0;
        int sectors = checkedSectors(fields.getLong(8), isMark);
        long sector = checkedSector(fields.getLong(0), sectors);
        String mark = checkedMark(fields.getLong(24), isMark);
        charge(HEAP_PER_ENTRY + (isMark ? (long) Character.BYTES * mark.length() : 0));
        boolean hasData = sectors > 0 && (flags & LogEntry.DISCARD) == 0;
        return new LogEntry(entries.size(), sector, sectors, flags, hasData ? readData(sectors) : null, mark);
    }

    private int checkedFlags(long flags) throws BadLogException {
        if ((flags & ~ALL_FLAGS) != 0) {
            throw source.bad("unknown flag bits 0x" + Long.toHexString(flags & ~ALL_FLAGS) + ", expected only 0x"
                    + Integer.toHexString(ALL_FLAGS));
        }
        if ((flags & LogEntry.MARK) != 0 && flags != LogEntry.MARK) {
            throw source.bad("flags 0x" + Long.toHexString(flags) + ", expected MARK (0x8) alone");
        }
        return (int) flags;
    }

    private int checkedSectors(long count, boolean isMark) throws BadLogException {
        if (isMark && count != 0) {
            throw source.bad("a MARK with nr_sectors " + Long.toUnsignedString(count) + ", expected 0");
        }
        int ratio = sectorSizeBytes / Sectors.BYTES;
        int countMax = Integer.MAX_VALUE / ratio;
        if (count < 0 || count > countMax) {
            throw source.bad("nr_sectors " + Long.toUnsignedString(count) + ", expected at most " + countMax);
        }
        return (int) count * ratio;
    }

    private long checkedSector(long sector, int sectors) throws BadLogException {
        int ratio = sectorSizeBytes / Sectors.BYTES;
        if (sector < 0 || sector > (END_SECTOR_MAX - sectors) / ratio) {
            throw source.bad("sector " + Long.toUnsignedString(sector) + " with nr_sectors " + sectors / ratio
                    + ", expected an end of at most " + END_SECTOR_MAX / ratio);
        }
        return sector * ratio;
    }

    private String checkedMark(long length, boolean isMark) throws BadLogException {
        if (!isMark) {
            if (length != 0) {
                throw source.bad("data_len " + Long.toUnsignedString(length) + " without MARK, expected 0"
                        + " (inline data of DAX writes, which old kernels logged, is not supported)");
            }
            return null;
        }
        int lengthMax = markBytesMax(sectorSizeBytes);
        if (length < 0 || length > lengthMax) {
            throw source.bad("a MARK of data_len " + Long.toUnsignedString(length) + ", expected at most " + lengthMax);
        }
        String text;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, ENTRY_BYTES, (int) length);
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw source.bad("a MARK that is not UTF-8, expected plain text");
        }
        if (!isPlain(text)) {
            throw source.bad("a MARK with control characters, expected plain text");
        }
        return text;
    }

    /** The longest text of a MARK: the driver keeps a byte for the end of the string ({@code log_mark}). */
    static int markBytesMax(int sectorSizeBytes) {
        return sectorSizeBytes - ENTRY_BYTES - 1;
    }

    /** Whether a text can stand in a line of a report, on any terminal, and be what it looks like. */
    static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        });
    }

    private int[] readData(int sectors) throws BadLogException {
        int[] values = new int[Math.min(sectors, VALUES_FIRST)];
        charge((long) Integer.BYTES * values.length);
        for (int done = 0; done < sectors; ) {
            int piece = Math.min(sectors - done, buffer.length / Sectors.BYTES);
            if (source.read(buffer, 0, piece * Sectors.BYTES) < piece * Sectors.BYTES) {
                throw truncated("the entry has " + Sectors.toBytes(sectors) + " bytes of data");
            }
            if (done + piece > values.length) {
                int length = (int) Math.min(sectors, 2L * values.length);
                charge((long) Integer.BYTES * (length - values.length));
                values = Arrays.copyOf(values, length);
            }
            for (int i = 0; i < piece; i++) {
                values[done++] = pool.intern(buffer, i * Sectors.BYTES);
            }
            charge(0);
            checkCollisions();
        }
        return values;
    }

    private void checkCollisions() throws BadLogException {
        long sectors = source.position() / Sectors.BYTES;
        if (pool.collisions() - knownCollisions > COLLISIONS_FREE + COLLISIONS_PER_SECTOR * sectors) {
            throw source.bad("contents with the same hash, made to slow down the reader;"
                    + " expected those of a real workload");
        }
    }

    private void charge(long bytes) throws BadLogException {
        heapBytes += bytes;
        long contents = pool.size() - knownContents;
        if (heapBytes + contents * HEAP_PER_CONTENT > limits.heapBytes()) {
            throw source.bad("the log needs more memory than the limit of " + limits.heapBytes() + " bytes (so far "
                    + entries.size() + " entries, " + contents
                    + " distinct contents); a larger Java heap (-Xmx) raises it");
        }
    }

    private BadLogException truncated(String need) {
        return source.bad("truncated: " + need + ", but the log ends at byte " + source.position() + "; complete are "
                + entries.size() + " of " + Long.toUnsignedString(entryCount) + " entries");
    }

    /** To the end, because only there gzip proves that all the bytes before were the right ones. */
    private void skipRest() throws BadLogException {
        long end = source.position();
        int n;
        do {
            n = source.read(buffer, 0, buffer.length);
        } while (n == buffer.length);
        if (source.position() > end) {
            warnings.add("not read: " + (source.position() - end) + " bytes behind the last of " + entries.size()
                    + " entries, at byte " + end + " (the kernel counts entries late, the last ones may be missing)");
        }
    }
}
