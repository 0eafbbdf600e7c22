package powercut.crash.explore;

import java.util.List;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.crash.values.SectorSets;
import powercut.crash.values.Write;

/**
 * Something that recovery did to a disk. Recorded, so that a crash inside recovery can be explored after the run. A
 * store to persistent memory is a write of atoms, a barrier a flush.
 *
 * @param disk index of the disk
 * @param sector the first, in units of the disk, as all lengths
 * @param values contents, one per sector; null for FLUSH and DISCARD
 */
record RecoveryIo(int disk, Bio.Op op, boolean preflush, boolean fua, long sector, int sectors, int[] values) {
    /** Whether a power failure just before this ends is one to explore: something becomes durable here. */
    boolean endsEpoch(DiskOptions options) {
        return preflush || op == Bio.Op.WRITE && options.isDurableAtEnd(fua);
    }

    /** Has it begun, on the media after the power failure; a flush only takes effect when it ends. */
    Write begin(List<SectorSets> media) {
        SectorSets medium = media.get(disk);
        return switch (op) {
            case WRITE -> medium.begin(this, sector, values);
            case DISCARD -> medium.beginDiscard(this, sector, sectors);
            case FLUSH, READ -> null;
        };
    }

    /** Has it ended. */
    void end(List<SectorSets> media, Write write, DiskOptions options) {
        SectorSets medium = media.get(disk);
        if (preflush && !options.lyingFlush()) {
            medium.endFlush(this, medium.beginFlush());
        }
        if (write != null && op == Bio.Op.WRITE && options.isDurableAtEnd(fua)) {
            medium.endDurable(write, SectorSets.BY_FUA);
        } else if (write != null) {
            medium.end(write);
        }
    }

    long fingerprint() {
        long hash = disk * 31L + op.ordinal() * 7L + (preflush ? 2 : 0) + (fua ? 1 : 0);
        hash = (hash ^ sector) * 0x9E3779B97F4A7C15L;
        for (int i = 0; values != null && i < values.length; i++) {
            hash = (hash ^ values[i] ^ hash >>> 31) * 0xBF58476D1CE4E5B9L;
        }
        return hash ^ hash >>> 29;
    }
}
