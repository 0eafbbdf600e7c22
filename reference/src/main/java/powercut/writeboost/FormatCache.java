package powercut.writeboost;

import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.dm.Errno;

/**
 * Formats a cache device: format_cache_device (rule 8). The superblock is written last; until then it says that
 * formatting has not finished, so that what a power failure leaves of an old log is never taken for one (WB-A15).
 */
public class FormatCache {
    private static final int UNDER_WAY_MAX = 64; // headers zeroed at a time

    private final DmSafeIo io;

    public FormatCache(DmSafeIo io) {
        this.io = io;
    }

    /**
     * Formats; nobody may be using the device. Task context.
     *
     * @return 0, or a negative errno
     */
    protected int formatCacheDevice(BlockDevice device, Geometry geometry) {
        boolean ok = writeSuperblock(device, geometry, SuperblockDevice.FORMATTING)
                && zeroHeaders(device, geometry)
                && flush(device)
                && writeSuperblock(device, geometry, 0);
        return ok ? 0 : Errno.EIO;
    }

    protected final boolean writeSuperblock(BlockDevice device, Geometry geometry, long record) {
        byte[] sectors = new byte[Math.max(Sectors.BYTES, device.limits().logicalBlockBytes())];
        SuperblockDevice.of(record, geometry).encode(sectors);
        return io.retry(device, () -> Bio.writeFua(0, sectors));
    }

    protected final boolean zeroHeaders(BlockDevice device, Geometry geometry) {
        byte[] zeros = new byte[SegmentHeaderDevice.BYTES];
        boolean ok = true;
        DmSafeIo.Batch batch = io.batch();
        for (long slot = 0; ok && slot < geometry.nrSegments(); slot++) {
            long start = geometry.segmentStart(slot);
            batch.add(device, () -> Bio.write(start, zeros));
            if (batch.size() == UNDER_WAY_MAX) {
                ok = batch.submitAndAwait();
            }
        }
        return batch.submitAndAwait() && ok;
    }

    protected final boolean flush(BlockDevice device) {
        return io.flush(device);
    }
}
