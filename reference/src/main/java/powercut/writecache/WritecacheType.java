package powercut.writecache;

import java.util.function.Function;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.dm.Errno;
import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.dm.TargetType;

/**
 * The target type and its constructor, writecache_ctr: {@code <p|s> <origin> <cache> <block_size> <#opt> [options]},
 * checked in the driver's order and refused in its words (rules 35 to 38).
 */
public final class WritecacheType implements TargetType {
    private final Function<WritecacheState, Commit> commitSteps;

    /** The corrected target. */
    public WritecacheType() {
        this(Commit::new);
    }

    /** The target with another commit protocol: one with a published defect. */
    public WritecacheType(Function<WritecacheState, Commit> commitSteps) {
        this.commitSteps = commitSteps;
    }

    @Override
    public String name() {
        return "writecache";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    /** Reads one sector of the cache device; formats it if the magic is zero. */
    @Override
    public Target construct(TargetContext context, String[] arguments) throws TargetException {
        checkMode(argument(arguments, 0));
        BlockDevice origin = device(context, argument(arguments, 1), "Origin data device lookup failed");
        BlockDevice cache = device(context, argument(arguments, 2), "Cache data device lookup failed");
        int blockSize = blockSize(argument(arguments, 3), origin, cache);
        WritecacheOptions options = WritecacheOptions.parse(arguments, 4);
        Geometry whole = Geometry.ofDevice(Sectors.toBytes(cache.sectors()), blockSize);
        if (whole.metadataBytes() > Integer.MAX_VALUE - Long.BYTES) {
            throw new TargetException("Unable to allocate memory for metadata", Errno.ENOMEM);
        }
        Superblock superblock = readSuperblock(context, cache);
        boolean format = superblock.isUnformatted();
        Geometry geometry = format ? whole : superblock.check(blockSize, Sectors.toBytes(cache.sectors()));
        WritecacheState wc = new WritecacheState(context, origin, cache, geometry, options, commitSteps);
        if (format) {
            Format.initMemory(wc);
        }
        return new Writecache(context, wc);
    }

    private static String argument(String[] arguments, int index) throws TargetException {
        if (index >= arguments.length) {
            throw new TargetException("Bad arguments", Errno.EINVAL);
        }
        return arguments[index];
    }

    private static void checkMode(String mode) throws TargetException {
        if (mode.equalsIgnoreCase("p")) {
            throw new TargetException("Persistent memory or DAX not supported on this system", Errno.EOPNOTSUPP);
        }
        if (!mode.equalsIgnoreCase("s")) {
            throw new TargetException("Bad arguments", Errno.EINVAL);
        }
    }

    private static BlockDevice device(TargetContext context, String name, String error) throws TargetException {
        BlockDevice device = context.devices().find(name);
        if (device == null) {
            throw new TargetException(error, Errno.ENODEV);
        }
        return device;
    }

    private static int blockSize(String word, BlockDevice origin, BlockDevice cache) throws TargetException {
        long blockSize = WritecacheOptions.parseUnsigned(word, Geometry.PAGE_SIZE);
        if (!Geometry.isBlockSize(blockSize)) {
            throw new TargetException("Invalid block size", Errno.EINVAL);
        }
        if (blockSize < origin.limits().logicalBlockBytes() || blockSize < cache.limits().logicalBlockBytes()) {
            throw new TargetException("Block size is smaller than device logical block size", Errno.EINVAL); // WC-27
        }
        return (int) blockSize;
    }

    /** Only the superblock: the target of the old table may still change everything else (WC-07). */
    private static Superblock readSuperblock(TargetContext context, BlockDevice cache) throws TargetException {
        byte[] block = new byte[cache.limits().logicalBlockBytes()];
        if (!new DmIo(context.runtime()).sync(cache, Bio.read(0, block)).isOk()) {
            throw new TargetException("Unable to read first block of metadata", Errno.EIO);
        }
        return Superblock.parse(block);
    }
}
