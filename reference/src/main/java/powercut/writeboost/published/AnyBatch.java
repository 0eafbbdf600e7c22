package powercut.writeboost.published;

import powercut.sysfs.Attribute;
import powercut.sysfs.SysfsException;
import powercut.writeboost.CacheSysfs;

/** WB-C15: a batch may be as large as a number can be. */
public final class AnyBatch extends CacheSysfs {
    @Override
    protected void validateNrMaxBatchedMigration(long x) throws SysfsException {
        Attribute.validate(x >= 1, "x >= 1");
    }
}
