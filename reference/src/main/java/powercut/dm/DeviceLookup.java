package powercut.dm;

import powercut.block.BlockDevice;

/** Finds a device by the word used for it in a table line, as dm_get_device. */
@FunctionalInterface
public interface DeviceLookup {
    /** The device, or null if there is none of that name. */
    BlockDevice find(String name);
}
