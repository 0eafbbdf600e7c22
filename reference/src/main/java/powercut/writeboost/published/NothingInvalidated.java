package powercut.writeboost.published;

import powercut.writeboost.Recovery;
import powercut.writeboost.WbCache;

/** WB-A3, WB-A4: what recovery does not replay stays in its slot. */
public final class NothingInvalidated extends Recovery {
    public NothingInvalidated(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean invalidate(long first, long last) {
        return true;
    }
}
