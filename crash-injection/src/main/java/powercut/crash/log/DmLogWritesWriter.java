package powercut.crash.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import powercut.block.Sectors;
import powercut.crash.values.ContentPool;

/**
 * Writes what {@link DmLogWrites} reads, and what the kernel's tools replay: the layout is drawn there.
 *
 * <p>Invariants: the same log gives the same bytes, since gzip gets no time stamp; a file either has the whole log or
 * is as it was before; what is written can be read back.
 */
public final class DmLogWritesWriter {
    private final ContentPool pool;
    private final int sectorSizeBytes;
    private final int ratio; // sectors of 512 bytes in one of the log's

    private DmLogWritesWriter(ContentPool pool, int sectorSizeBytes) {
        this.pool = pool;
        this.sectorSizeBytes = sectorSizeBytes;
        this.ratio = sectorSizeBytes / Sectors.BYTES;
    }

    /**
     * Writes {@code log} to {@code file}, over what may be there. The format has no place for the log's name, its
     * warnings and the index of an entry, which is its place in the list.
     *
     * @param pool the contents behind the entries' values
     * @throws IllegalArgumentException if the format has no way to say an entry: before anything is written
     * @throws IOException if the file cannot be written; it is then as it was before
     */
    public static void write(Path file, DmLog log, ContentPool pool, boolean gzip) throws IOException {
        int size = log.sectorSizeBytes();
        check(size >= DmLogWrites.SECTOR_SIZE_MIN && size <= DmLogWrites.SECTOR_SIZE_MAX && Integer.bitCount(size) == 1,
                "sector size " + size + ", expected a power of two from 512 to 65536");
        DmLogWritesWriter writer = new DmLogWritesWriter(pool, size);
        log.entries().forEach(writer::checkEntry);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (OutputStream out = open(partial, gzip)) {
                writer.writeSuperblock(out, log.entries().size());
                for (LogEntry entry : log.entries()) {
                    writer.writeEntry(out, entry);
                }
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static OutputStream open(Path file, boolean gzip) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        int buffer = LogSource.BUFFER_BYTES;
        return new BufferedOutputStream(gzip ? new GZIPOutputStream(out, buffer) : out, buffer);
    }

    private void checkEntry(LogEntry entry) {
        int unknown = entry.flags() & ~DmLogWrites.ALL_FLAGS;
        check(unknown == 0, entry + ": unknown flags 0x" + Integer.toHexString(unknown));
        check(entry.sectors() >= 0, entry + ": negative length");
        check(entry.sector() >= 0 && entry.sector() <= DmLogWrites.END_SECTOR_MAX - entry.sectors(),
                entry + ": no place on any device");
        check(entry.sector() % ratio == 0 && entry.sectors() % ratio == 0,
                entry + ": not aligned to the log's sectors of " + sectorSizeBytes + " bytes");
        int values = entry.values() == null ? 0 : entry.values().length;
        check(values == (entry.isDiscard() ? 0 : entry.sectors()),
                entry + ": has the values of " + values + " sectors");
        check(entry.isMark() == (entry.mark() != null), entry + ": a text and MARK go together");
        if (entry.isMark()) {
            check(entry.flags() == LogEntry.MARK && entry.sectors() == 0, entry + ": MARK stands alone");
            check(markBytes(entry).length <= DmLogWrites.markBytesMax(sectorSizeBytes), entry + ": text too long");
            check(DmLogWrites.isPlain(entry.mark()), entry + ": text not plain");
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private void writeSuperblock(OutputStream out, int entries) throws IOException {
        ByteBuffer sector = newSector().putLong(DmLogWrites.MAGIC).putLong(DmLogWrites.VERSION);
        sector.putLong(entries).putInt(sectorSizeBytes);
        out.write(sector.array());
    }

    private void writeEntry(OutputStream out, LogEntry entry) throws IOException {
        byte[] mark = markBytes(entry);
        ByteBuffer sector = newSector().putLong(entry.sector() / ratio).putLong(entry.sectors() / ratio);
        sector.putLong(entry.flags()).putLong(mark.length).put(mark);
        out.write(sector.array());
        if (entry.isWrite()) {
            for (int value : entry.values()) {
                out.write(pool.bytes(value));
            }
        }
    }

    private ByteBuffer newSector() {
        return ByteBuffer.allocate(sectorSizeBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] markBytes(LogEntry entry) {
        return entry.isMark() ? entry.mark().getBytes(StandardCharsets.UTF_8) : new byte[0];
    }
}
