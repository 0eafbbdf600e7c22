package powercut.writeboost.published;

import powercut.writeboost.Recovery;
import powercut.writeboost.SuperblockDevice;
import powercut.writeboost.WbCache;

/** WB-A16: no identity is looked at; whatever is on the device is a log, of its present size. */
public final class AnythingIsALog extends Recovery {
    public AnythingIsALog(WbCache cache) {
        super(cache);
    }

    @Override
    protected String refusal(SuperblockDevice found) {
        return found.lastMigratedSegmentId() < 0 ? super.refusal(found) : null;
    }
}
