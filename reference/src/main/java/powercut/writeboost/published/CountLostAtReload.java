package powercut.writeboost.published;

import java.util.function.LongSupplier;
import powercut.writeboost.DeviceSysfs;
import powercut.writeboost.WbDevice;

/** WB-C16: the count of dirty blocks begins at 0 with each table; what was dirty before makes it negative. */
public final class CountLostAtReload extends DeviceSysfs {
    private final long lost; // blocks that were dirty when the table was made

    public CountLostAtReload(WbDevice wb) {
        lost = wb.nrDirtyCaches();
    }

    @Override
    protected LongSupplier nrDirtyCaches(WbDevice wb) {
        return () -> wb.nrDirtyCaches() - lost;
    }
}
