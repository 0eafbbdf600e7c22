package powercut.writeboost;

import powercut.dm.TargetException;
import powercut.dm.TargetContext;
import powercut.runtime.Runtime;

/** Makes the parts of a cache, each a few steps of the protocol. A published defect makes one of them another way. */
public class Steps {
    public WriteboostType writeboostType(Registry registry) {
        return new WriteboostType(registry);
    }

    /** @param deviceSectors size of the cache device */
    public Geometry geometry(long deviceSectors, int order) throws TargetException {
        return Geometry.ofDevice(deviceSectors, order);
    }

    public RamBuffers ramBuffers(int bytes) {
        return new RamBuffers(RamBuffers.NR_RAMBUF_POOL, bytes);
    }

    public DmSafeIo dmSafeIo(Runtime runtime) {
        return new DmSafeIo(runtime);
    }

    public CurrentBuffer currentBuffer(WbCache cache) {
        return new CurrentBuffer(cache);
    }

    public Barriers barriers(WbCache cache) {
        return new Barriers(cache);
    }

    public FlushDaemon flushDaemon(WbCache cache) {
        return new FlushDaemon(cache);
    }

    public MigrateDaemon migrateDaemon(WbCache cache) {
        return new MigrateDaemon(cache);
    }

    public SuperblockRecord superblockRecord(WbCache cache) {
        return new SuperblockRecord(cache);
    }

    public Recovery recovery(WbCache cache) {
        return new Recovery(cache);
    }

    /** @param begin first sector of the target in its table; the reference does not need it (WB-C3) */
    public Mapping mapping(WbCache cache, WbDevice wb, long begin) {
        return new Mapping(cache, wb);
    }

    public WriteboostMgr writeboostMgr(TargetContext context, Registry registry) {
        return new WriteboostMgr(context, registry);
    }

    public CacheSysfs cacheSysfs() {
        return new CacheSysfs();
    }

    /** For each table that names the device. */
    public DeviceSysfs deviceSysfs(WbDevice wb) {
        return new DeviceSysfs();
    }

    public FormatCache formatCache(DmSafeIo io) {
        return new FormatCache(io);
    }
}
