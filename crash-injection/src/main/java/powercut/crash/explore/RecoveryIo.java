package powercut.crash.explore;

import java.util.List;
import powercut.crash.values.Io;
import powercut.crash.values.SectorSets;

/**
 * Something that recovery did to a disk. Recorded, so that a crash inside recovery can be explored after the run.
 *
 * @param disk index of the disk
 */
record RecoveryIo(int disk, Io io) {
    /** Has it begun, on the media after the power failure. */
    Io.InFlight begin(List<SectorSets> media, Stack stack) {
        return io.begin(media.get(disk), stack.disks().get(disk).options());
    }

    long fingerprint() {
        long hash = disk * 31L + io.op().ordinal() * 7L + (io.preflush() ? 2 : 0) + (io.fua() ? 1 : 0);
        hash = (hash ^ io.sector()) * 0x9E3779B97F4A7C15L;
        int[] values = io.values();
        for (int i = 0; values != null && i < values.length; i++) {
            hash = (hash ^ values[i] ^ hash >>> 31) * 0xBF58476D1CE4E5B9L;
        }
        return hash ^ hash >>> 29;
    }
}
