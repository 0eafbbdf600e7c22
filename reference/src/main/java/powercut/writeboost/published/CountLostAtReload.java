package powercut.writeboost.published;

import java.util.function.LongSupplier;
import powercut.writeboost.DeviceSysfs;
import powercut.writeboost.WbDevice;

/** WB-C16: the count of dirty blocks begins at 0 with each table, seen from add_sysfs on, which follows it. */
public final class CountLostAtReload extends DeviceSysfs {
    @Override
    protected LongSupplier nrDirtyCaches(WbDevice wb) {
        long lost = wb.nrDirtyCaches();
        return () -> wb.nrDirtyCaches() - lost;
    }
}
