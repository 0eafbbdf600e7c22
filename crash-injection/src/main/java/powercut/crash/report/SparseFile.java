package powercut.crash.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import powercut.block.Sectors;

/** A new file, written in any order, in which sectors of zeros take no space. */
public final class SparseFile implements AutoCloseable {
    private final SeekableByteChannel channel;
    private final long sectors;

    /**
     * @param file must not exist
     * @param sectors its size, at least 1
     */
    public SparseFile(Path file, long sectors) throws IOException {
        this.sectors = sectors;
        this.channel = Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE);
    }

    /** Writes {@code count} sectors of {@code bytes} from {@code sector} on; a sector may be written once. */
    public void write(long sector, int count, byte[] bytes) throws IOException {
        for (int i = 0; i < count; ) {
            int end = i;
            while (end < count && !isZero(bytes, end)) {
                end++;
            }
            if (end > i) {
                writeAt(Sectors.toBytes(sector + i), ByteBuffer.wrap(bytes, i * Sectors.BYTES, (end - i) * Sectors.BYTES));
            }
            i = end + 1; // the sector at end, if there is one, is zeros
        }
    }

    /** Gives the file its full size. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (channel.size() < Sectors.toBytes(sectors)) {
                writeAt(Sectors.toBytes(sectors) - 1, ByteBuffer.allocate(1));
            }
        }
    }

    private void writeAt(long position, ByteBuffer bytes) throws IOException {
        channel.position(position);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static boolean isZero(byte[] bytes, int sector) {
        for (int i = sector * Sectors.BYTES; i < (sector + 1) * Sectors.BYTES; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
