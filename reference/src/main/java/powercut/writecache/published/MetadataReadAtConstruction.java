package powercut.writecache.published;

import powercut.writecache.Recovery;
import powercut.writecache.WritecacheState;

/**
 * WC-07: resume uses the metadata that the constructor has read, and does not see what the target of the old table
 * did meanwhile.
 */
public final class MetadataReadAtConstruction extends Recovery {
    private boolean readable;

    public MetadataReadAtConstruction(WritecacheState wc) {
        super(wc);
        readable = super.loadSuperblock();
        for (int b = 0; b < nBlocks() && readable; b++) {
            readable = super.load(b);
        }
    }

    @Override
    protected boolean loadSuperblock() {
        return readable;
    }

    @Override
    protected boolean load(int index) {
        return readable;
    }
}
