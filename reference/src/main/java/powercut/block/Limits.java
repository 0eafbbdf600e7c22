package powercut.block;

/**
 * The queue limits of a device that matter to stacking and to callers.
 *
 * @param logicalBlockBytes the smallest unit that can be addressed, a power of two from 512
 * @param physicalBlockBytes the unit that the device writes in one piece
 * @param ioMinBytes the preferred smallest I/O
 * @param discard whether DISCARD is supported
 */
public record Limits(int logicalBlockBytes, int physicalBlockBytes, int ioMinBytes, boolean discard) {
    public static final Limits DEFAULT = new Limits(Sectors.BYTES, Sectors.BYTES, Sectors.BYTES, true);

    public Limits {
        if (Integer.bitCount(logicalBlockBytes) != 1 || logicalBlockBytes < Sectors.BYTES) {
            throw new IllegalArgumentException("logical block size " + logicalBlockBytes
                    + " is not a power of two from 512");
        }
    }

    /** Whether a device of that size and these limits can take the bio: all of it is there, in whole logical blocks. */
    public boolean admits(Bio bio, long deviceSectors) {
        int blockSectors = logicalBlockBytes / Sectors.BYTES;
        return bio.endSector() <= deviceSectors && (bio.sector() | bio.sectors()) % blockSectors == 0;
    }

    /** These limits raised to at least {@code blockBytes}, as a target's io_hints does. */
    public Limits atLeast(int blockBytes) {
        return new Limits(Math.max(logicalBlockBytes, blockBytes), Math.max(physicalBlockBytes, blockBytes),
                Math.max(ioMinBytes, blockBytes), discard);
    }

    /** What a device stacked on both can promise: the larger of each size. */
    public Limits stack(Limits below) {
        return new Limits(Math.max(logicalBlockBytes, below.logicalBlockBytes),
                Math.max(physicalBlockBytes, below.physicalBlockBytes), Math.max(ioMinBytes, below.ioMinBytes),
                discard && below.discard);
    }
}
