package powercut.writeboost.published;

import powercut.block.BlockDevice;
import powercut.dm.Errno;
import powercut.writeboost.DmSafeIo;
import powercut.writeboost.FormatCache;
import powercut.writeboost.Geometry;

/** WB-A15: the superblock comes first, so that an interrupted format leaves an old log with nothing recorded. */
public final class SuperblockFormattedFirst extends FormatCache {
    public SuperblockFormattedFirst(DmSafeIo io) {
        super(io);
    }

    @Override
    protected int formatCacheDevice(BlockDevice device, Geometry geometry) {
        boolean ok = writeSuperblock(device, geometry, 0) && zeroHeaders(device, geometry) && flush(device);
        return ok ? 0 : Errno.EIO;
    }
}
