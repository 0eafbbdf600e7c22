package powercut.block;

/**
 * What a disk is like when the power fails.
 *
 * @param logicalBlockBytes the smallest unit that can be addressed
 * @param volatileCache false for a power-fail-safe disk: what has ended is durable
 * @param lyingFlush FLUSH and FUA end at once and make nothing durable
 * @param tearing whether a write in flight may persist in part, sector by sector; false: each aligned logical block of a
 *     write persists whole or not at all
 */
public record DiskOptions(int logicalBlockBytes, boolean volatileCache, boolean lyingFlush, boolean tearing) {
    /** A consumer drive: 512-byte blocks, volatile cache, honest flush. */
    public static final DiskOptions DEFAULT = new DiskOptions(Sectors.BYTES, true, false, true);

    public DiskOptions withLogicalBlockBytes(int bytes) {
        return new DiskOptions(bytes, volatileCache, lyingFlush, tearing);
    }

    public DiskOptions withoutVolatileCache() {
        return new DiskOptions(logicalBlockBytes, false, lyingFlush, tearing);
    }

    public DiskOptions withLyingFlush() {
        return new DiskOptions(logicalBlockBytes, volatileCache, true, tearing);
    }

    public DiskOptions withoutTearing() {
        return new DiskOptions(logicalBlockBytes, volatileCache, lyingFlush, false);
    }
}
