package powercut.writeboost.published;

import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.WbCache;

/** WB-C13: the loop that flushes the backing devices begins at id 1. */
public final class DeviceZeroUnflushed extends MigrateDaemon {
    public DeviceZeroUnflushed(WbCache cache) {
        super(cache);
    }

    @Override
    protected boolean flushesBackingOf(int deviceId) {
        return deviceId > 0;
    }
}
