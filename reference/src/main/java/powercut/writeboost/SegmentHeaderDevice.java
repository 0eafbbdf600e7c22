package powercut.writeboost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.block.Sectors;

/**
 * segment_header_device: the first sectors of a segment on the cache device. Packed, little endian (rule 2.1):
 *
 * <pre>
 *   0 global_id u64   8 length u8   9 lap u32   13 mbarr[length], 14 bytes each
 * </pre>
 *
 * <p>What is behind the last entry is zero, here, and never trusted (WB-C8). A header of several sectors may be torn by
 * a power failure; then not all entries have its lap, because a slot never sees one lap twice.
 *
 * @param globalId from 1 on; 0 is a slot that was never written
 * @param lap of the header itself
 * @param mbarr its entries, as many as its length says
 */
public record SegmentHeaderDevice(long globalId, int lap, List<MetablockDevice> mbarr) {
    /** Bytes of the header area of a segment. */
    public static final int BYTES = 4096;

    private static final int LENGTH_AT = 8;
    private static final int LAP_AT = 9;
    private static final int MBARR_AT = 13;

    public SegmentHeaderDevice {
        mbarr = List.copyOf(mbarr);
    }

    /** Sectors that a header of {@code length} entries occupies. */
    public static int sectors(int length) {
        return (bytes(length) + Sectors.BYTES - 1) / Sectors.BYTES;
    }

    /** Bytes of a header of {@code length} entries. */
    static int bytes(int length) {
        return MBARR_AT + length * MetablockDevice.BYTES;
    }

    /** How many entries lie entirely in the first {@code sectors} sectors. */
    public static int entriesWithin(int sectors) {
        return (sectors * Sectors.BYTES - MBARR_AT) / MetablockDevice.BYTES;
    }

    /** Writes the header to the beginning of {@code area}, {@link #BYTES} long, zeros behind it. */
    public void encode(byte[] area) {
        Arrays.fill(area, 0, BYTES, (byte) 0);
        ByteBuffer to = view(area);
        to.putLong(0, globalId).put(LENGTH_AT, (byte) mbarr.size()).putInt(LAP_AT, lap);
        for (int i = 0; i < mbarr.size(); i++) {
            mbarr.get(i).put(to, MBARR_AT + i * MetablockDevice.BYTES);
        }
    }

    /** Reads a header, whatever it says; of {@code area} as much must be there as its length needs. */
    public static SegmentHeaderDevice decode(byte[] area) {
        int length = length(area);
        List<MetablockDevice> mbarr = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            mbarr.add(metablock(area, i));
        }
        return new SegmentHeaderDevice(globalId(area), lap(area), mbarr);
    }

    /** The id that the first sector of a header says. */
    public static long globalId(byte[] area) {
        return view(area).getLong(0);
    }

    /** The number of entries that the first sector of a header says, 0 to 255. */
    public static int length(byte[] area) {
        return area[LENGTH_AT] & 0xFF;
    }

    /** The lap that the first sector of a header says. */
    public static int lap(byte[] area) {
        return view(area).getInt(LAP_AT);
    }

    /** The entry at that index. */
    public static MetablockDevice metablock(byte[] area, int index) {
        return MetablockDevice.get(view(area), MBARR_AT + index * MetablockDevice.BYTES);
    }

    private static ByteBuffer view(byte[] area) {
        return ByteBuffer.wrap(area).order(ByteOrder.LITTLE_ENDIAN);
    }
}
