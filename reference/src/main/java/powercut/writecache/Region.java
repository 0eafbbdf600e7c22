package powercut.writecache;

import powercut.block.BlockDevice;

/** A run of sectors: struct dm_io_region. */
record Region(BlockDevice device, long sector, int sectors) {
    /** Whether the device has all of it. An entry's sector is never checked when it is read from the medium (WC-17). */
    boolean isOnDevice() {
        return sector >= 0 && sector <= device.sectors() - sectors;
    }
}
