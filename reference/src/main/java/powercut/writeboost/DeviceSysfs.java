package powercut.writeboost;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import powercut.dm.Errno;
import powercut.runtime.Runtime;
import powercut.sysfs.Attribute;
import powercut.sysfs.Kobject;
import powercut.sysfs.Sysfs;
import powercut.sysfs.SysfsException;

/** The directory of a device, {@code devices/ID}: device_default_attrs and their show and store functions. */
public class DeviceSysfs {
    /** From a directory of this tree to the disk of that name, which is not in it. */
    static final String LINK_PREFIX = "../../../../devices/virtual/block/";

    private static final int PERCENT_MAX = 100;
    private static final int U8 = 0xFF;

    /**
     * add_sysfs.
     *
     * @param mappedDevice its name
     * @return 0 or a negative errno
     */
    final int add(Sysfs sysfs, Runtime runtime, WbDevice wb, String mappedDevice) {
        try {
            wb.kobj.set(sysfs.add(runtime, "devices/" + wb.id, attributes(wb, mappedDevice),
                    Map.of("device", LINK_PREFIX + wb.device.name())));
            return 0;
        } catch (SysfsException e) {
            return e.errno();
        }
    }

    /**
     * remove_sysfs.
     *
     * @return 0 or a negative errno
     */
    static int remove(WbDevice wb) {
        Kobject kobj = wb.kobj.getAndSet(null);
        if (kobj == null) {
            return Errno.EINVAL;
        }
        kobj.del();
        return 0;
    }

    private List<Attribute> attributes(WbDevice wb, String mappedDevice) {
        return List.of(
                Attribute.number("cache_id", () -> cacheIdOf(wb)),
                Attribute.text("dev", () -> mappedDevice),
                Attribute.text("device_no", wb.device::name),
                Attribute.number("migrate_threshold", () -> wb.migrateThreshold, x -> {
                    validateMigrateThreshold(x);
                    wb.migrateThreshold = (int) x & U8;
                }),
                Attribute.number("nr_dirty_caches", nrDirtyCaches(wb)));
    }

    /** The count since whenever, not since this table was loaded (WB-C16). */
    protected LongSupplier nrDirtyCaches(WbDevice wb) {
        return wb::nrDirtyCaches;
    }

    /** WB-C14. */
    protected void validateMigrateThreshold(long x) throws SysfsException {
        Attribute.validate(x >= 0 && x <= PERCENT_MAX, "0 <= x && x <= 100");
    }

    /** cache_id_of: 0 while detached. */
    private static int cacheIdOf(WbDevice wb) {
        WbCache cache = wb.cache;
        return cache == null ? 0 : cache.id;
    }
}
