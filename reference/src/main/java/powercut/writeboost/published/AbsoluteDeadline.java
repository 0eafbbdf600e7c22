package powercut.writeboost.published;

import powercut.writeboost.Barriers;
import powercut.writeboost.WbCache;

/** WB-C1: the deadline is counted from boot, so that it has always passed. */
public final class AbsoluteDeadline extends Barriers {
    public AbsoluteDeadline(WbCache cache) {
        super(cache);
    }

    @Override
    protected long deadlineMs() {
        return 0;
    }
}
