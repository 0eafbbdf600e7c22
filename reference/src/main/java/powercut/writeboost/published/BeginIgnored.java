package powercut.writeboost.published;

import powercut.block.Bio;
import powercut.dm.Target.MapResult;
import powercut.writeboost.Mapping;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/** WB-C3: sectors are not made relative to the target. */
public final class BeginIgnored extends Mapping {
    private final long begin; // of the target, in its table

    public BeginIgnored(WbCache cache, WbDevice wb, long begin) {
        super(cache, wb);
        this.begin = begin;
    }

    @Override
    public MapResult map(Bio bio) {
        bio.remap(bio.device(), bio.sector() + begin);
        return super.map(bio);
    }
}
