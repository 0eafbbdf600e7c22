package powercut.writecache;

import powercut.block.BlockDevice;

/** A run of sectors: struct dm_io_region. */
record Region(BlockDevice device, long sector, int sectors) {
    /**
     * The part that the device has; may be empty. An origin may be shrunk under its cache: what lies beyond its end was
     * given up and is neither written nor an error (WC-17). An entry's sector is not checked anywhere else.
     */
    Region onDevice() {
        long left = sector < 0 ? 0 : Math.max(0, device.sectors() - sector);
        return new Region(device, sector, (int) Math.min(sectors, left));
    }
}
