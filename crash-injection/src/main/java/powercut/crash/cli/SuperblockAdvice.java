package powercut.crash.cli;

import java.io.IOException;
import powercut.crash.BadInputException;
import powercut.crash.report.IoErrors;
import powercut.dm.Table;
import powercut.writecache.Geometry;
import powercut.writecache.Superblock;
import powercut.writecache.WritecacheImage;

/** What to do about a dm-writecache superblock that does not fit, before anything is made of its device. */
final class SuperblockAdvice {
    private static final int GZIP_MASK = 0xffffff;
    private static final int GZIP_MAGIC = 0x088b1f; // the first three bytes of a gzip file

    private SuperblockAdvice() {}

    /**
     * Refuses a table line of which the driver would refuse the cache, or would format it: what it shows then is not
     * what was on the volume.
     *
     * @param line {@code writecache MODE ORIGIN CACHE BLOCKSIZE ...}
     */
    static void requireFits(Table.Line line, ImageFile origin, ImageFile cache) throws BadInputException {
        WritecacheInspection onCache = inspect(cache);
        String refusal = onCache.refusal();
        Superblock superblock = onCache.superblock();
        if (refusal != null || onCache.isUnformatted()) {
            boolean isSwapped = superblock.magic() != Superblock.MAGIC
                    && inspect(origin).superblock().magic() == Superblock.MAGIC;
            String advice = isSwapped ? "the superblock is on " + origin.word() + ": origin and cache are swapped,"
                    + " expected " + line.type() + " " + line.arguments().get(0) + " " + cache.word() + " "
                    + origin.word() : of(onCache);
            throw new BadInputException("cache " + cache.word() + ": "
                    + (refusal == null ? "not formatted" : refusal) + ": " + advice);
        }
        String blockSize = line.arguments().size() > DeviceArguments.WRITECACHE_BLOCK_SIZE
                ? line.arguments().get(DeviceArguments.WRITECACHE_BLOCK_SIZE) : "nothing";
        if (!blockSize.equals(Integer.toString(superblock.blockSize()))) {
            throw new BadInputException("cache " + cache.word() + ": Block size does not match superblock: the cache"
                    + " has blocks of " + superblock.blockSize() + " bytes, the table says " + blockSize
                    + "; expected " + line.type() + " " + line.arguments().get(0) + " " + origin.word() + " "
                    + cache.word() + " " + superblock.blockSize());
        }
    }

    /** Why the driver would not take a device, and what to do; null if it would. */
    static String of(WritecacheInspection inspection) {
        Superblock superblock = inspection.superblock();
        if ((superblock.magic() & GZIP_MASK) == GZIP_MAGIC) {
            return "it is gzip-compressed, unpack it first";
        }
        if (superblock.magic() != Superblock.MAGIC) {
            return "there is no superblock, magic 0x" + Integer.toHexString(Superblock.MAGIC)
                    + ": it is not a dm-writecache cache device, was never formatted, or begins elsewhere"
                    + " (IMG@START, in sectors of 512 bytes)";
        }
        if (superblock.version() != Superblock.VERSION) {
            return "the format has version " + Integer.toUnsignedString(superblock.version()) + ", only "
                    + Superblock.VERSION + " is known; a newer kernel wrote it, or it is damaged";
        }
        if (inspection.refusal() == null) {
            return null;
        }
        String blocks = "the superblock says " + WritecacheInspection.unsigned(superblock.nBlocks()) + " blocks of "
                + Integer.toUnsignedString(superblock.blockSize()) + " bytes, ";
        return inspection.hasTooManyBlocks() ? blocks + "expected at most " + Geometry.BLOCKS_MAX
                : blocks + "the device has " + inspection.deviceSectors()
                        + " sectors; it was cut off, or the superblock is damaged";
    }

    /** The superblock only: whether a device would do at all is known before its entries are read. */
    private static WritecacheInspection inspect(ImageFile image) throws BadInputException {
        try {
            return WritecacheInspection.ofSuperblock(image, image.sectors());
        } catch (IOException e) {
            throw new BadInputException(image.word() + ": cannot be read: " + IoErrors.reason(e));
        }
    }
}
