package powercut.writecache.published;

import powercut.writecache.StatusLine;
import powercut.writecache.WritecacheState;

/**
 * WC-43: the status shows 1 for any error.
 */
public final class ErrorIsOne extends StatusLine {
    public ErrorIsOne(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected long error() {
        return super.error() == 0 ? 0 : 1;
    }
}
