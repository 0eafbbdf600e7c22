package powercut.writeboost;

import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.dm.Errno;
import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.dm.TargetType;

/**
 * The target type {@code writeboost} and its constructor, writeboost_ctr:
 * {@code <device-id> <backing device> <cache-id> [<cache device>]}. Cache id 0 is no cache.
 *
 * <p>The fourth word is not the driver's. With it the table says which log belongs to the device, and the log is
 * recovered when the device is resumed, before any I/O. Without it somebody has to resume the cache first, but after
 * all devices in its log have been created detached (D2), and until they are attached they would show what is older
 * than the log (D3). Devices that share a cache are lines of one table.
 */
public class WriteboostType implements TargetType {
    private final Registry registry;

    public WriteboostType(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "writeboost";
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    /** Reads nothing. */
    @Override
    public Target construct(TargetContext context, String[] arguments) throws TargetException {
        checkCount(arguments);
        int deviceId = deviceId(arguments[0]);
        BlockDevice backing = device(context, arguments[1], "backing");
        if (backing.sectors() < context.sectors()) {
            throw new TargetException("Backing device " + backing.name() + " too small: " + backing.sectors()
                    + " sectors, the target has " + context.sectors(), Errno.EINVAL); // WB-C4
        }
        int cacheId = Registry.parseId(arguments[2], 0, "cache");
        BlockDevice cacheDevice = arguments.length == 4 ? cacheDevice(context, arguments[3], cacheId, backing) : null;
        WbDevice wb = registry.openDevice(deviceId, backing);
        try {
            WbCache cache = cacheDevice != null
                    ? registry.openCache(cacheId, cacheDevice, context.runtime(), context.errorLog())
                    : cacheId == 0 ? null : openCache(cacheId);
            return new Writeboost(context, registry, wb, cache, cacheDevice);
        } catch (TargetException e) {
            registry.closeDevice(wb);
            throw e;
        }
    }

    /** An unknown cache is refused (WB-C10). */
    protected WbCache openCache(int cacheId) throws TargetException {
        return registry.openCache(cacheId);
    }

    /** WB-C11. */
    protected void checkCount(String[] arguments) throws TargetException {
        if (arguments.length < 3 || arguments.length > 4) {
            throw new TargetException("Invalid argument count, expected <device-id> <backing device> <cache-id>"
                    + " [<cache device>]", Errno.EINVAL);
        }
    }

    /** WB-C13. */
    protected int deviceId(String word) throws TargetException {
        return Registry.parseId(word, 1, "device");
    }

    private static BlockDevice device(TargetContext context, String name, String what) throws TargetException {
        BlockDevice device = context.devices().find(name);
        if (device == null) {
            throw new TargetException("Cannot find " + what + " device " + name, Errno.EINVAL);
        }
        return device;
    }

    private static BlockDevice cacheDevice(TargetContext context, String name, int cacheId, BlockDevice backing)
            throws TargetException {
        BlockDevice device = device(context, name, "cache");
        if (cacheId == 0 || device.name().equals(backing.name())) {
            throw new TargetException(cacheId == 0 ? "A cache device needs a cache id, expected 1 to 127"
                    : "Cache device " + name + " is the backing device", Errno.EINVAL);
        }
        if (device.limits().logicalBlockBytes() > Geometry.LINE_SECTORS * Sectors.BYTES) {
            throw new TargetException("Cache device " + name + " has blocks of " + device.limits().logicalBlockBytes()
                    + " bytes, expected at most " + Geometry.LINE_SECTORS * Sectors.BYTES, Errno.EINVAL);
        }
        return device;
    }
}
