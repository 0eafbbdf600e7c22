package powercut.crash.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A dm-writecache cache device of 9 sectors, 8 blocks of 512 bytes; data block i is full of byte i + 1.
 */
final class CacheImage {
    private static final int SECTOR = 512;
    private static final int BLOCKS = 8;

    private final ByteBuffer bytes = ByteBuffer.allocate((1 + BLOCKS) * SECTOR).order(ByteOrder.LITTLE_ENDIAN);

    CacheImage(long seqCount) {
        superblock(0x23489321, 1, SECTOR, BLOCKS, seqCount);
        for (int i = 0; i < BLOCKS; i++) {
            entry(i, -1, -1);
            Arrays.fill(bytes.array(), (1 + i) * SECTOR, (2 + i) * SECTOR, (byte) (i + 1));
        }
    }

    CacheImage superblock(int magic, int version, int blockSize, long blocks, long seqCount) {
        bytes.putInt(0, magic).putInt(4, version).putInt(8, blockSize).putLong(16, blocks).putLong(24, seqCount);
        return this;
    }

    CacheImage entry(int index, long sector, long seqCount) {
        bytes.putLong(64 + 16 * index, sector).putLong(72 + 16 * index, seqCount);
        return this;
    }

    /** All of it. */
    byte[] bytes() {
        return bytes.array().clone();
    }

    Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes.array());
    }
}
