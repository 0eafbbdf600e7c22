package powercut.crash.explore;

import java.util.ArrayList;
import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.Status;
import powercut.dm.MappedDevice;
import powercut.dm.Target;

/**
 * Where the recovered device finds a run of its sectors: on which disk, from which sector on.
 *
 * @param sector first sector of the mapped device
 * @param sectors length
 * @param disk index of the disk; {@link #UNREADABLE} if the target fails the read
 * @param diskSector first sector on that disk
 */
record Located(long sector, long sectors, int disk, long diskSector) {
    /** The target answered the read with an error. */
    static final int UNREADABLE = -1;

    private static final long LONGEST_PROBE = 1 << 20; // sectors

    /** Asks the targets' own map, read by read, for the whole device. Nothing may have to wait. */
    static List<Located> all(MappedDevice device) {
        List<Located> runs = new ArrayList<>();
        for (long at = 0; at < device.sectors(); ) {
            Located run = probe(device, at);
            runs.add(run);
            at += run.sectors;
        }
        return runs;
    }

    private static Located probe(MappedDevice device, long at) {
        Target target = device.targetAt(at);
        long begin = device.targetBegin(at);
        Bio bio = Bio.probe(at - begin, Math.min(device.targetEnd(at) - at, LONGEST_PROBE));
        Target.MapResult result = target.map(bio);
        if (result == Target.MapResult.REMAPPED) {
            BlockDevice below = bio.device();
            long sector = bio.sector();
            while (below instanceof DeviceSlice slice) {
                sector += slice.start();
                below = slice.whole();
            }
            target.endIo(bio, Status.OK);
            return new Located(at, bio.sectors(), ((CrashDisk) below).index(), sector);
        }
        if (result == Target.MapResult.SUBMITTED && bio.status() == null) {
            throw new IllegalStateException("the target serves reads itself, which this explorer does not follow: "
                    + bio);
        }
        return new Located(at, bio.sectors(), UNREADABLE, 0);
    }
}
