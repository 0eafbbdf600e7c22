package powercut.writeboost.published;

import powercut.dm.BrokenInvariant;
import powercut.writeboost.MetablockDevice;
import powercut.writeboost.Recovery;
import powercut.writeboost.WbCache;

/** WB-C18: whatever the header of a segment says of a block is believed. */
public final class EntriesUnchecked extends Recovery {
    public EntriesUnchecked(WbCache cache) {
        super(cache);
    }

    @Override
    protected int check(long id, MetablockDevice mbdev) {
        BrokenInvariant.unless(exists(mbdev.deviceId()), "a block is counted for the device that the header names",
                mbdev.deviceId());
        return 0;
    }
}
