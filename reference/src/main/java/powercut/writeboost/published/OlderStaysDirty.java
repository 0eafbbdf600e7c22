package powercut.writeboost.published;

import powercut.writeboost.Metablock;
import powercut.writeboost.Recovery;
import powercut.writeboost.WbCache;

/** WB-A9: of two copies in the log the older one is not found any more, but stays dirty. */
public final class OlderStaysDirty extends Recovery {
    public OlderStaysDirty(WbCache cache) {
        super(cache);
    }

    @Override
    protected void retire(Metablock older) {
        unhash(older);
    }
}
