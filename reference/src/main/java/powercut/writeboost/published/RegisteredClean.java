package powercut.writeboost.published;

import powercut.writeboost.Metablock;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/** WB-B2: a new line is found before its bits are set, so that a reader takes the backing device for newest. */
public final class RegisteredClean extends UnlockedWrite {
    public RegisteredClean(WbCache cache, WbDevice wb) {
        super(cache, wb);
    }

    @Override
    protected void writeOnBuffer(Metablock mb, int sectorInBlock, int bytes, byte[] data, int dataOffset) {
        unlocked(mb, () -> super.writeOnBuffer(mb, sectorInBlock, bytes, data, dataOffset));
    }
}
