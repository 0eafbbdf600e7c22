package powercut.writeboost.published;

import powercut.writeboost.DeviceSysfs;

/** WB-C14: every percentage is valid, and all but its last byte is lost. */
public final class AnyThreshold extends DeviceSysfs {
    @Override
    protected void validateMigrateThreshold(long x) {}
}
