package powercut.writeboost;

import powercut.dm.Errno;
import powercut.dm.TargetException;

/**
 * Where everything is on the cache device (rules 1 to 5). The device is one segment-sized area for the superblock and a
 * ring of slots; segment {@code id} is in slot {@code (id - 1) % N} in its lap {@code (id - 1) / N + 1}.
 *
 * <pre>
 *   sector 0        superblock_device; the rest of the area is unused
 *   (i + 1) &lt;&lt; order  slot i: 8 sectors of header, then NR_CACHES_INSEG lines of 8 sectors
 * </pre>
 *
 * <p>The order is a compile-time constant of the driver, WB_SEGMENTSIZE_ORDER.
 *
 * @param order log2 of the sectors of a segment, 4 to 11
 * @param nrSegments slots, N
 */
public record Geometry(int order, long nrSegments) {
    public static final int ORDER_MIN = 4;
    public static final int ORDER_MAX = 11;

    /** Sectors of a cache line, of a block, and of the header area of a segment. */
    public static final int LINE_SECTORS = 8;

    /** All dirty bits of a line. */
    public static final int FULL = 0xFF;

    /** With one slot a segment would be its own successor (WB-C5). */
    private static final long NR_SEGMENTS_MIN = 2;

    private static final long NR_CACHES_MAX = 0xFFFFFFFFL; // the index of a line is a u32

    public Geometry {
        if (order < ORDER_MIN || order > ORDER_MAX) {
            throw new IllegalArgumentException("segment size order " + order + ", expected " + ORDER_MIN + " to "
                    + ORDER_MAX);
        }
    }

    /**
     * calc_nr_segments; what is left over at the end is unused.
     *
     * @param deviceSectors size of the cache device
     * @throws TargetException if it does not hold two segments, or more lines than can be numbered (WB-C5)
     */
    public static Geometry ofDevice(long deviceSectors, int order) throws TargetException {
        Geometry geometry = new Geometry(order, (deviceSectors >> order) - 1);
        if (geometry.nrSegments < NR_SEGMENTS_MIN) {
            throw new TargetException("Cache device too small: " + deviceSectors + " sectors, expected at least "
                    + (NR_SEGMENTS_MIN + 1 << order), Errno.EINVAL);
        }
        if (geometry.nrSegments > NR_CACHES_MAX / geometry.cachesInSegment()) {
            throw new TargetException("Cache device too large: " + deviceSectors + " sectors", Errno.EINVAL);
        }
        return geometry;
    }

    /** Sectors of a segment. */
    public int segmentSectors() {
        return 1 << order;
    }

    /** Lines of a segment, NR_CACHES_INSEG. */
    public int cachesInSegment() {
        return (1 << order - 3) - 1;
    }

    /** nr_caches: lines of the device. */
    public long nrCaches() {
        return nrSegments * cachesInSegment();
    }

    /** get_segment_header_by_id: the slot of a segment. */
    public long slotOf(long id) {
        return (id - 1) % nrSegments;
    }

    /** calc_segment_lap, a u32. */
    public int lapOf(long id) {
        return (int) ((id - 1) / nrSegments + 1);
    }

    /** calc_segment_header_start: first sector of a slot. */
    public long segmentStart(long slot) {
        return slot + 1 << order;
    }

    /** calc_mb_start_sector: first sector of a line of a slot, counted from 0. */
    public long lineStart(long slot, int line) {
        return segmentStart(slot) + (long) (line + 1) * LINE_SECTORS;
    }

    /** Sectors that a header may occupy, the first of its 8: 1 up to order 8, 7 at order 11. */
    public int headerSectors() {
        return SegmentHeaderDevice.sectors(cachesInSegment());
    }
}
