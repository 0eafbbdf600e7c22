package powercut.writecache.published;

import powercut.writecache.Recovery;
import powercut.writecache.WritecacheState;

/**
 * WC-16: of two identical entries one is erased, and the metadata written, before anybody can look at both.
 */
public final class TwinsErased extends Recovery {
    public TwinsErased(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected boolean keepsEvidence() {
        return false;
    }
}
