package powercut.writecache;

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
    private final WritecacheSteps steps;

    /** The corrected target. */
    public WritecacheType() {
        this(new WritecacheSteps());
    }

    /** The target with other steps: with a published defect. */
    public WritecacheType(WritecacheSteps steps) {
        this.steps = steps;
    }

    @Override
    public String name() {
        return "writecache";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    /** Reads the superblock; formats the cache device if the magic is zero. */
    @Override
    public Target construct(TargetContext context, String[] arguments) throws TargetException {
        boolean pmem = isPmem(argument(arguments, 0));
        BlockDevice origin = device(context, argument(arguments, 1), "Origin data device lookup failed");
        BlockDevice cache = device(context, argument(arguments, 2), "Cache data device lookup failed");
        Mode mode = pmem ? new PmemMode(steps.claim.claim(cache)) : new SsdMode();
        int blockSize = blockSize(argument(arguments, 3), origin, cache);
        WritecacheOptions options = WritecacheOptions.parse(arguments, 4, pmem, steps.arguments);
        Superblock superblock = mode.readSuperblock(context, cache, blockSize);
        long cacheBytes = Sectors.toBytes(cache.sectors());
        boolean format = steps.format.isUnformatted(superblock);
        Geometry geometry =
                format ? Format.geometry(cacheBytes, blockSize) : superblock.check(blockSize, cacheBytes);
        geometry.requireMemory();
        WritecacheState wc = new WritecacheState(context, origin, cache, geometry, options, mode, steps);
        if (format) {
            steps.format.initMemory(wc);
        }
        return new Writecache(context, wc);
    }

    private static String argument(String[] arguments, int index) throws TargetException {
        if (index >= arguments.length) {
            throw new TargetException("Bad arguments", Errno.EINVAL);
        }
        return arguments[index];
    }

    /** "Persistent memory or DAX not supported on this system" is a kernel without either; ours has both. */
    private static boolean isPmem(String mode) throws TargetException {
        if (mode.equalsIgnoreCase("p")) {
            return true;
        }
        if (mode.equalsIgnoreCase("s")) {
            return false;
        }
        throw new TargetException("Bad arguments", Errno.EINVAL);
    }

    private static BlockDevice device(TargetContext context, String name, String error) throws TargetException {
        BlockDevice device = context.devices().find(name);
        if (device == null) {
            throw new TargetException(error, Errno.ENODEV);
        }
        return device;
    }

    private int blockSize(String word, BlockDevice origin, BlockDevice cache) throws TargetException {
        long blockSize = WritecacheOptions.parseUnsigned(word, Geometry.PAGE_SIZE);
        if (!Geometry.isBlockSize(blockSize)) {
            throw new TargetException("Invalid block size", Errno.EINVAL);
        }
        steps.arguments.checkBlockSize(blockSize, origin, cache);
        return (int) blockSize;
    }
}
