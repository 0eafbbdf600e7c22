package powercut.writeboost.published;

import powercut.writeboost.Metablock;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/**
 * WB-B1: the dirty bits are set under io_lock and the data is copied after it, so that a reader takes what the
 * buffer held.
 */
public final class BitsBeforeData extends UnlockedWrite {
    public BitsBeforeData(WbCache cache, WbDevice wb) {
        super(cache, wb);
    }

    @Override
    protected void writeOnBuffer(Metablock mb, int sectorInBlock, int bytes, byte[] data, int dataOffset) {
        taint(mb, sectorInBlock, bytes);
        unlocked(mb, () -> copy(mb, sectorInBlock, bytes, data, dataOffset));
    }
}
