package powercut.writeboost.published;

import powercut.block.Status;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.WbCache;

/** WB-A13: a FLUSH of the cache device that failed is ignored, and the barriers end well. */
public final class BarriersEndWell extends FlushDaemon {
    public BarriersEndWell(WbCache cache) {
        super(cache);
    }

    @Override
    protected Status makeDurable() {
        super.makeDurable();
        return Status.OK;
    }
}
