package powercut.crash.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import powercut.block.Sectors;

/** A new file, written in any order, in which sectors of zeros take no space. */
public final class SparseFile implements AutoCloseable {
    private final FileChannel channel;
    private final long sectors;

    /**
     * @param file must not exist
     * @param sectors its size, at least 1
     */
    public SparseFile(Path file, long sectors) throws IOException {
        this.sectors = sectors;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
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
                writeAt(Sectors.toBytes(sector + i),
                        ByteBuffer.wrap(bytes, i * Sectors.BYTES, (end - i) * Sectors.BYTES));
            }
            i = end + 1; // the sector at end, if there is one, is zeros
        }
    }

    /** Gives the file its full size and brings all of it to the disk. */
    public void complete() throws IOException {
        if (channel.size() < Sectors.toBytes(sectors)) {
            writeAt(Sectors.toBytes(sectors) - 1, ByteBuffer.allocate(1));
        }
        channel.force(true);
    }

    /** Leaves the file as it is; without {@link #complete} it may be too short. */
    @Override
    public void close() throws IOException {
        channel.close();
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
