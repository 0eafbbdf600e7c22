package powercut.writeboost;

/**
 * How large the driver's structures are, in bytes, where it says so in its status: as compiled for x86-64. They are
 * part of the status line and say nothing about the memory of this implementation.
 */
final class DriverSizes {
    private static final long METABLOCK = 40;
    private static final long SEGMENT_HEADER_WITHOUT_MB_ARRAY = 112;
    private static final long HT_HEAD = 8;

    private DriverSizes() {}

    /** The lines for no cache: the structures. */
    static String status(int order) {
        int cachesInSegment = new Geometry(order, 0).cachesInSegment();
        return "sizeof struct\n"
                + "metablock: " + METABLOCK + "\n"
                + "metablock_device: " + MetablockDevice.BYTES + "\n"
                + "segment_header: " + segmentHeader(cachesInSegment) + "\n"
                + "segment_header_device: " + SegmentHeaderDevice.bytes(cachesInSegment) + " (<= 4096)";
    }

    /** calc_static_memory_consumption: segment headers, hash table, RAM buffers, buffer of the migration daemon. */
    static long staticRam(Geometry geometry, int nrBatchedMigration) {
        return segmentHeader(geometry.cachesInSegment()) * geometry.nrSegments()
                + HT_HEAD * geometry.nrCaches()
                + ((long) RamBuffers.NR_RAMBUF_POOL * geometry.segmentSectors() << 9)
                + ((long) nrBatchedMigration * geometry.cachesInSegment() << 12);
    }

    private static long segmentHeader(int cachesInSegment) {
        return METABLOCK * cachesInSegment + SEGMENT_HEADER_WITHOUT_MB_ARRAY;
    }
}
