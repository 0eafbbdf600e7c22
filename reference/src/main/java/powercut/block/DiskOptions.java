package powercut.block;

/**
 * What a disk is like when the power fails. Whatever the options, a write may persist in part, sector by sector.
 *
 * @param logicalBlockBytes the smallest unit that can be addressed
 * @param volatileCache false for a power-fail-safe disk: what has ended is durable
 * @param lyingFlush FLUSH and FUA end well and make nothing durable
 */
public record DiskOptions(int logicalBlockBytes, boolean volatileCache, boolean lyingFlush) {
    /** A consumer drive: 512-byte blocks, volatile cache, honest flush. */
    public static final DiskOptions DEFAULT = new DiskOptions(Sectors.BYTES, true, false);

    public DiskOptions withLogicalBlockBytes(int bytes) {
        return new DiskOptions(bytes, volatileCache, lyingFlush);
    }

    public DiskOptions withoutVolatileCache() {
        return new DiskOptions(logicalBlockBytes, false, lyingFlush);
    }

    public DiskOptions withLyingFlush() {
        return new DiskOptions(logicalBlockBytes, volatileCache, true);
    }
}
