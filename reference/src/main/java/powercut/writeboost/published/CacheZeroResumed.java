package powercut.writeboost.published;

import powercut.dm.TargetContext;
import powercut.writeboost.Registry;
import powercut.writeboost.WriteboostMgr;

/** WB-C13: cache id 0 is resumed, which means none to a device. */
public final class CacheZeroResumed extends WriteboostMgr {
    public CacheZeroResumed(TargetContext context, Registry registry) {
        super(context, registry);
    }

    @Override
    protected void checkAttachable(int id) {}
}
