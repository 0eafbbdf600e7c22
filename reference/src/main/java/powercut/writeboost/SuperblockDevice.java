package powercut.writeboost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import powercut.block.Sectors;

/**
 * superblock_device: sector 0 of the cache device, little endian.
 *
 * <pre>
 *   0 last_migrated_segment_id u64   8 magic u64   16 order u32   20 nr_segments u32   24 zeros
 * </pre>
 *
 * <p>The driver knows the first field only and leaves the rest zero when it formats. The others are the least that lets
 * a log be told from foreign bytes, and from the log of a device that has grown or shrunk since (WB-A16). They cannot
 * say which backing devices the log belongs to: nothing of that is written there.
 *
 * @param lastMigratedSegmentId every segment up to this one is durable on the backing devices
 * @param order of the geometry; 0 if the sector has no identity yet
 * @param nrSegments of the geometry
 * @param isForeign whether behind the record there is neither an identity nor only zeros
 */
public record SuperblockDevice(long lastMigratedSegmentId, int order, long nrSegments, boolean isForeign) {
    /** Stands for the record while a device is being formatted: all headers are to be ignored (WB-A15). */
    public static final long FORMATTING = -1;

    /** "WBSEGLOG" in the order of the bytes. */
    static final long MAGIC = 0x474F4C4745534257L;

    private static final int MAGIC_AT = 8;
    private static final int ORDER_AT = 16;
    private static final int NR_SEGMENTS_AT = 20;
    private static final int END = 24;

    /** The superblock that says {@code lastMigratedSegmentId} of a device of that geometry. */
    public static SuperblockDevice of(long lastMigratedSegmentId, Geometry geometry) {
        return new SuperblockDevice(lastMigratedSegmentId, geometry.order(), geometry.nrSegments(), false);
    }

    /** Writes it to the beginning of {@code sector}, the rest of which must be zero. */
    public void encode(byte[] sector) {
        ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN).putLong(0, lastMigratedSegmentId)
                .putLong(MAGIC_AT, MAGIC).putInt(ORDER_AT, order).putInt(NR_SEGMENTS_AT, (int) nrSegments);
    }

    /** Reads it from the beginning of {@code sector}. */
    public static SuperblockDevice decode(byte[] sector) {
        ByteBuffer from = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
        long record = from.getLong(0);
        if (from.getLong(MAGIC_AT) == MAGIC && isZero(sector, END)) {
            return new SuperblockDevice(record, from.getInt(ORDER_AT), from.getInt(NR_SEGMENTS_AT) & 0xFFFFFFFFL,
                    false);
        }
        return new SuperblockDevice(record, 0, 0, !isZero(sector, MAGIC_AT));
    }

    /** Whether the sector has been written by somebody who knew the geometry. */
    public boolean hasIdentity() {
        return order != 0;
    }

    /** Why a device of that geometry must not be used with this superblock; null if it may. */
    public String refusal(Geometry geometry) {
        if (isForeign) {
            return "not a writeboost cache device, format it first";
        }
        if (lastMigratedSegmentId < 0) {
            return "formatting has not finished, format it again";
        }
        if (hasIdentity() && (order != geometry.order() || nrSegments != geometry.nrSegments())) {
            return "formatted with " + nrSegments + " segments of order " + order + ", now there are "
                    + geometry.nrSegments() + " of order " + geometry.order();
        }
        return null;
    }

    private static boolean isZero(byte[] sector, int from) {
        for (int i = from; i < Sectors.BYTES; i++) {
            if (sector[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
