package powercut.writeboost.published;

import powercut.writeboost.MetablockDevice;
import powercut.writeboost.Recovery;
import powercut.writeboost.WbCache;

/** WB-C13: device id 0 is as good as others, to recovery. */
public final class DeviceZeroReplayed extends Recovery {
    public DeviceZeroReplayed(WbCache cache) {
        super(cache);
    }

    @Override
    protected int check(long id, MetablockDevice mbdev) {
        return mbdev.deviceId() == 0 ? 0 : super.check(id, mbdev);
    }
}
