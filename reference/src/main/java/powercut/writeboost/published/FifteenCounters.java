package powercut.writeboost.published;

import powercut.dm.TargetContext;
import powercut.writeboost.Registry;
import powercut.writeboost.WriteboostMgr;

/** WB-C17: the loop over the counters ends before the last. */
public final class FifteenCounters extends WriteboostMgr {
    public FifteenCounters(TargetContext context, Registry registry) {
        super(context, registry);
    }

    @Override
    protected int countersShown() {
        return 15;
    }
}
