package powercut.writeboost.published;

import powercut.dm.TargetException;
import powercut.writeboost.Registry;
import powercut.writeboost.WbCache;
import powercut.writeboost.WriteboostType;

/** WB-C10: a cache id that nobody has makes a target without a cache, and no error. */
public final class UnknownCacheTaken extends WriteboostType {
    public UnknownCacheTaken(Registry registry) {
        super(registry);
    }

    @Override
    protected WbCache openCache(int cacheId) {
        try {
            return super.openCache(cacheId);
        } catch (TargetException e) {
            return null;
        }
    }
}
