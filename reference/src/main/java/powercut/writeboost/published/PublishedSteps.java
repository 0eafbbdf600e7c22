package powercut.writeboost.published;

import java.util.function.BiFunction;
import java.util.function.Function;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.Mapping;
import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.Recovery;
import powercut.writeboost.Steps;
import powercut.writeboost.SuperblockRecord;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/** The reference's steps, some replaced before anything is made of them. */
final class PublishedSteps extends Steps {
    private Function<WbCache, FlushDaemon> flushDaemon = super::flushDaemon;
    private Function<WbCache, MigrateDaemon> migrateDaemon = super::migrateDaemon;
    private Function<WbCache, SuperblockRecord> superblockRecord = super::superblockRecord;
    private Function<WbCache, Recovery> recovery = super::recovery;
    private BiFunction<WbCache, WbDevice, Mapping> mapping = Mapping::new;

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

    PublishedSteps mapping(BiFunction<WbCache, WbDevice, Mapping> part) {
        mapping = part;
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
    public Mapping mapping(WbCache cache, WbDevice wb, long begin) {
        return mapping.apply(cache, wb);
    }
}
