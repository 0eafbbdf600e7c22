package powercut.crash.cli;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.log.DeviceWord;
import powercut.crash.report.IoErrors;

/** A disk image, or a slice of one: a regular file or a block device, opened for reading only. */
final class ImageFile implements SectorSource, AutoCloseable {
    private static final int FILE_TYPE = 0170000; // S_IFMT
    private static final int BLOCK_DEVICE = 0060000; // S_IFBLK

    private final DeviceWord word;
    private final FileChannel channel;
    private final long sectors;

    private ImageFile(DeviceWord word, FileChannel channel, long sectors) {
        this.word = word;
        this.channel = channel;
        this.sectors = sectors;
    }

    static ImageFile open(DeviceWord word) throws BadInputException {
        Path file = Path.of(word.whole());
        if (Files.exists(file) && !Files.isRegularFile(file) && !isBlockDevice(file)) {
            throw new BadInputException(file + ": is " + (Files.isDirectory(file) ? "a directory" : "not a file")
                    + ", expected a disk image or a block device");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new ImageFile(word, channel, sectors(word, channel.size()));
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be opened: " + IoErrors.reason(e));
        } catch (BadInputException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static boolean isBlockDevice(Path file) throws BadInputException {
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & FILE_TYPE) == BLOCK_DEVICE;
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be looked at: " + IoErrors.reason(e));
        }
    }

    private static long sectors(DeviceWord word, long bytes) throws BadInputException {
        long whole = bytes / Sectors.BYTES;
        long sectors = word.sectors().isPresent() ? word.sectors().getAsLong() : whole - word.start();
        if (sectors <= 0 || word.start() > whole - sectors) {
            throw new BadInputException(word + ": the file has " + whole + " sectors, expected more than "
                    + word.start() + (word.sectors().isPresent() ? " and all of the slice" : ""));
        }
        return sectors;
    }

    DeviceWord word() {
        return word;
    }

    long sectors() {
        return sectors;
    }

    @Override
    public void read(long sector, int count, byte[] into, int offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, count * Sectors.BYTES);
        long position = Sectors.toBytes(word.start() + sector);
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, position);
            if (n < 0) {
                throw new EOFException(word + ": ends behind byte " + position);
            }
            position += n;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was written
        }
    }
}
