package powercut.writeboost.published;

import powercut.block.Status;
import powercut.writeboost.CurrentBuffer;
import powercut.writeboost.WbCache;

/** WB-A17: what is in RAM is not written when the device is suspended or the cache freed. */
public final class RamLostAtStop extends CurrentBuffer {
    public RamLostAtStop(WbCache cache) {
        super(cache);
    }

    @Override
    protected Status flushOnStop() {
        return Status.OK;
    }
}
