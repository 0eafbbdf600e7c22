package powercut.dm;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import powercut.runtime.Runtime;

/**
 * What a constructor is given: struct dm_target before the target fills it in.
 *
 * @param deviceName name of the mapped device, as dm_device_name
 * @param begin first sector of the range in the mapped device
 * @param sectors length of the range
 * @param runtime what the target blocks on
 * @param devices where device names are looked up
 * @param errorLog takes the target's DMERR lines
 * @param suspended whether the mapped device is suspended now, as dm_suspended
 */
public record TargetContext(String deviceName, long begin, long sectors, Runtime runtime, DeviceLookup devices,
        Consumer<String> errorLog, BooleanSupplier suspended) {}
