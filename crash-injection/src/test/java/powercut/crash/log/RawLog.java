package powercut.crash.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import powercut.crash.values.ContentPool;

/** A dm-log-writes log made byte by byte, also one that no driver would write. */
final class RawLog {
    private final int sectorSizeBytes;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private long magic = 0x6a736677736872L;
    private long version = 1;
    private long entryCount = -1; // as many as there are
    private long claimedSectorSize;
    private int added;

    RawLog(int sectorSizeBytes) {
        this.sectorSizeBytes = sectorSizeBytes;
        this.claimedSectorSize = sectorSizeBytes;
    }

    RawLog magic(long claimed) {
        magic = claimed;
        return this;
    }

    RawLog version(long claimed) {
        version = claimed;
        return this;
    }

    RawLog entryCount(long claimed) {
        entryCount = claimed;
        return this;
    }

    RawLog sectorSize(long claimed) {
        claimedSectorSize = claimed;
        return this;
    }

    /** An entry with these fields, and {@code text} from byte 32 on. */
    RawLog entry(long sector, long count, long flags, long dataLength, byte... text) {
        ByteBuffer fields = newSector().putLong(sector).putLong(count).putLong(flags).putLong(dataLength);
        entries.writeBytes(fields.put(text).array());
        added++;
        return this;
    }

    /** An entry that writes log sectors, each full of one byte. */
    RawLog write(long sector, long flags, int... fills) {
        entry(sector, fills.length, flags, 0);
        for (int fill : fills) {
            byte[] data = new byte[sectorSizeBytes];
            Arrays.fill(data, (byte) fill);
            entries.writeBytes(data);
        }
        return this;
    }

    /** An entry that writes this data. */
    RawLog write(long sector, long flags, byte[] data) {
        entry(sector, data.length / sectorSizeBytes, flags, 0);
        entries.writeBytes(data);
        return this;
    }

    RawLog mark(String text) {
        return entry(0, 0, LogEntry.MARK, text.length(), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        ByteBuffer superblock = newSector().putLong(magic).putLong(version).putLong(entryCount < 0 ? added : entryCount)
                .putInt((int) claimedSectorSize);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(superblock.array());
        all.writeBytes(entries.toByteArray());
        return all.toByteArray();
    }

    private ByteBuffer newSector() {
        return ByteBuffer.allocate(sectorSizeBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Reads bytes as if they were a file named F. */
    static DmLog read(byte[] bytes, ContentPool pool, LogLimits limits) throws BadLogException {
        return DmLogWrites.read(new ByteArrayInputStream(bytes), "F", "F", pool, limits);
    }

    static DmLog read(byte[] bytes) throws BadLogException {
        return read(bytes, new ContentPool(), LogLimits.defaults());
    }
}
