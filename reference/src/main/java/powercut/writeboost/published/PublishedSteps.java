package powercut.writeboost.published;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import powercut.dm.TargetContext;
import powercut.runtime.Runtime;
import powercut.writeboost.Barriers;
import powercut.writeboost.CacheSysfs;
import powercut.writeboost.CurrentBuffer;
import powercut.writeboost.DeviceSysfs;
import powercut.writeboost.DmSafeIo;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.FormatCache;
import powercut.writeboost.Mapping;
import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.RamBuffers;
import powercut.writeboost.Recovery;
import powercut.writeboost.Registry;
import powercut.writeboost.Steps;
import powercut.writeboost.SuperblockRecord;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;
import powercut.writeboost.WriteboostMgr;
import powercut.writeboost.WriteboostType;

/** The reference's steps, some replaced before anything is made of them. */
final class PublishedSteps extends Steps {
    /** Makes the mapping of a target, which knows where it begins. */
    interface MappingMaker {
        Mapping make(WbCache cache, WbDevice wb, long begin);
    }

    private Function<WbCache, FlushDaemon> flushDaemon = super::flushDaemon;
    private Function<WbCache, MigrateDaemon> migrateDaemon = super::migrateDaemon;
    private Function<WbCache, SuperblockRecord> superblockRecord = super::superblockRecord;
    private Function<WbCache, Recovery> recovery = super::recovery;
    private Function<WbCache, CurrentBuffer> currentBuffer = super::currentBuffer;
    private Function<WbCache, Barriers> barriers = super::barriers;
    private Function<Runtime, DmSafeIo> dmSafeIo = super::dmSafeIo;
    private Function<DmSafeIo, FormatCache> formatCache = super::formatCache;
    private Function<Registry, WriteboostType> writeboostType = super::writeboostType;
    private MappingMaker mapping = super::mapping;
    private IntFunction<RamBuffers> ramBuffers = super::ramBuffers;
    private BiFunction<TargetContext, Registry, WriteboostMgr> mgr = super::writeboostMgr;
    private Supplier<CacheSysfs> cacheSysfs = super::cacheSysfs;
    private Function<WbDevice, DeviceSysfs> deviceSysfs = super::deviceSysfs;

    PublishedSteps flushDaemon(Function<WbCache, FlushDaemon> part) {
        flushDaemon = part;
        return this;
    }

    PublishedSteps migrateDaemon(Function<WbCache, MigrateDaemon> part) {
        migrateDaemon = part;
        return this;
    }

    PublishedSteps superblockRecord(Function<WbCache, SuperblockRecord> part) {
        superblockRecord = part;
        return this;
    }

    PublishedSteps recovery(Function<WbCache, Recovery> part) {
        recovery = part;
        return this;
    }

    PublishedSteps currentBuffer(Function<WbCache, CurrentBuffer> part) {
        currentBuffer = part;
        return this;
    }

    PublishedSteps barriers(Function<WbCache, Barriers> part) {
        barriers = part;
        return this;
    }

    PublishedSteps dmSafeIo(Function<Runtime, DmSafeIo> part) {
        dmSafeIo = part;
        return this;
    }

    PublishedSteps formatCache(Function<DmSafeIo, FormatCache> part) {
        formatCache = part;
        return this;
    }

    PublishedSteps writeboostType(Function<Registry, WriteboostType> part) {
        writeboostType = part;
        return this;
    }

    PublishedSteps mapping(MappingMaker part) {
        mapping = part;
        return this;
    }

    PublishedSteps ramBuffers(IntFunction<RamBuffers> part) {
        ramBuffers = part;
        return this;
    }

    PublishedSteps mgr(BiFunction<TargetContext, Registry, WriteboostMgr> part) {
        mgr = part;
        return this;
    }

    PublishedSteps cacheSysfs(Supplier<CacheSysfs> part) {
        cacheSysfs = part;
        return this;
    }

    PublishedSteps deviceSysfs(Function<WbDevice, DeviceSysfs> part) {
        deviceSysfs = part;
        return this;
    }

    @Override
    public FlushDaemon flushDaemon(WbCache cache) {
        return flushDaemon.apply(cache);
    }

    @Override
    public MigrateDaemon migrateDaemon(WbCache cache) {
        return migrateDaemon.apply(cache);
    }

    @Override
    public SuperblockRecord superblockRecord(WbCache cache) {
        return superblockRecord.apply(cache);
    }

    @Override
    public Recovery recovery(WbCache cache) {
        return recovery.apply(cache);
    }

    @Override
    public CurrentBuffer currentBuffer(WbCache cache) {
        return currentBuffer.apply(cache);
    }

    @Override
    public Barriers barriers(WbCache cache) {
        return barriers.apply(cache);
    }

    @Override
    public DmSafeIo dmSafeIo(Runtime runtime) {
        return dmSafeIo.apply(runtime);
    }

    @Override
    public FormatCache formatCache(DmSafeIo io) {
        return formatCache.apply(io);
    }

    @Override
    public WriteboostType writeboostType(Registry registry) {
        return writeboostType.apply(registry);
    }

    @Override
    public Mapping mapping(WbCache cache, WbDevice wb, long begin) {
        return mapping.make(cache, wb, begin);
    }

    @Override
    public RamBuffers ramBuffers(int bytes) {
        return ramBuffers.apply(bytes);
    }

    @Override
    public WriteboostMgr writeboostMgr(TargetContext context, Registry registry) {
        return mgr.apply(context, registry);
    }

    @Override
    public CacheSysfs cacheSysfs() {
        return cacheSysfs.get();
    }

    @Override
    public DeviceSysfs deviceSysfs(WbDevice wb) {
        return deviceSysfs.apply(wb);
    }
}
