package powercut.writeboost.published;

import powercut.writeboost.Geometry;
import powercut.writeboost.Mapping;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/** WB-A11: a partial block is written back without FUA, and dropped from the log. */
public final class PlainWhenPartial extends Mapping {
    public PlainWhenPartial(WbCache cache, WbDevice wb) {
        super(cache, wb);
    }

    @Override
    protected boolean writesBackWithFua(int sectors) {
        return sectors == Geometry.LINE_SECTORS;
    }
}
