package powercut.writeboost.published;

import java.util.List;
import powercut.block.Bio;
import powercut.writeboost.CurrentBuffer;
import powercut.writeboost.WbCache;

/** WB-C21: every FLUSH writes a segment, also when nothing is in it. */
public final class FlushTakesASegment extends CurrentBuffer {
    public FlushTakesASegment(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean takesEmptySegment(List<Bio> barrierIos) {
        return !barrierIos.isEmpty() && openEmpty();
    }
}
