package powercut.writeboost;

import java.nio.ByteBuffer;

/**
 * metablock_device: what a segment header says of one line. Packed, little endian (rule 2.1):
 *
 * <pre>
 *   0 sector u64   8 device_id u8   9 dirty_bits u8   10 lap u32   14
 * </pre>
 *
 * @param sector of the backing device, first of a block of 8
 * @param deviceId 1 to 127
 * @param dirtyBits bit j for sector j of the block; 0: the line holds nothing
 * @param lap of the segment, again
 */
public record MetablockDevice(long sector, int deviceId, int dirtyBits, int lap) {
    static final int BYTES = 14;

    /**
     * Why no driver can have written this, in words; null if one may have. Recovery refuses a log with such an entry
     * (WB-C18). What is not dirty means nothing.
     */
    public String flaw() {
        boolean possible = deviceId >= 1 && deviceId <= WbDevice.ID_MAX && sector >= 0
                && sector % Geometry.LINE_SECTORS == 0;
        return dirtyBits == 0 || possible ? null
                : "sector " + Long.toUnsignedString(sector) + " of device " + deviceId;
    }

    void put(ByteBuffer to, int offset) {
        to.putLong(offset, sector).put(offset + 8, (byte) deviceId).put(offset + 9, (byte) dirtyBits)
                .putInt(offset + 10, lap);
    }

    static MetablockDevice get(ByteBuffer from, int offset) {
        return new MetablockDevice(from.getLong(offset), from.get(offset + 8) & 0xFF, from.get(offset + 9) & 0xFF,
                from.getInt(offset + 10));
    }
}
