package powercut.writeboost.published;

import powercut.dm.BrokenInvariant;
import powercut.dm.TargetContext;
import powercut.writeboost.Registry;
import powercut.writeboost.WbCache;
import powercut.writeboost.WriteboostMgr;

/** WB-C12: free_cache takes an empty slot for a cache. */
public final class NothingFreed extends WriteboostMgr {
    public NothingFreed(TargetContext context, Registry registry) {
        super(context, registry);
    }

    @Override
    protected void checkExists(WbCache cache, int id) {
        BrokenInvariant.unless(cache != null, "free_cache uses the cache in an empty slot", id);
    }
}
