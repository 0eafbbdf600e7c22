package powercut.crash.explore;

import java.util.ArrayList;
import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.crash.explore.Located.Atom;
import powercut.crash.values.ContentPool;
import powercut.dm.MappedDevice;
import powercut.dm.Target;
import powercut.runtime.Runtime;

/** Finds out where a recovered device finds its sectors. */
final class Locator {
    private static final long LONGEST_PROBE = 1 << 20; // sectors

    private Locator() {}

    /**
     * All sectors of the device, in order: as the targets' own map says, where nothing may have to wait; if a target
     * serves reads itself, as reads of the device show. Task context; the device is of no use afterwards.
     */
    static List<Located> locate(MappedDevice device, Runtime runtime, List<CrashMedium> media, ContentPool pool) {
        for (long at = 0; at < device.sectors(); at = device.targetEnd(at)) {
            if (device.targetAt(at).servesReads()) {
                return new TaggedRead(device, runtime, media, pool).all();
            }
        }
        List<Located> runs = new ArrayList<>();
        for (long at = 0; at < device.sectors(); ) {
            at = probe(device, at, runs);
        }
        return runs;
    }

    /** Adds what begins at {@code at}; returns where it ends. */
    private static long probe(MappedDevice device, long at, List<Located> runs) {
        Target target = device.targetAt(at);
        long begin = device.targetBegin(at);
        Bio bio = Bio.probe(at - begin, Math.min(device.targetEnd(at) - at, LONGEST_PROBE));
        Target.MapResult result = target.map(bio);
        if (result == Target.MapResult.SUBMITTED && bio.status() == null) {
            throw new IllegalStateException("the target serves reads itself and does not say so: " + bio);
        }
        if (result == Target.MapResult.REMAPPED) {
            BlockDevice below = bio.device();
            long sector = bio.sector();
            while (below instanceof DeviceSlice slice) {
                sector += slice.start();
                below = slice.whole();
            }
            target.endIo(bio, Status.OK);
            add(runs, at, bio.sectors(), ((CrashDevice) below).medium(), sector);
        } else {
            runs.add(new Located.Unreadable(at, bio.sectors()));
        }
        return at + bio.sectors();
    }

    private static void add(List<Located> runs, long sector, long sectors, CrashMedium medium, long diskSector) {
        if (medium.disk().kind() == Stack.Kind.DISK) {
            runs.add(new Located.OnDisk(sector, sectors, medium.index(), diskSector));
            return;
        }
        int atomsPerSector = medium.disk().unitsPerSector();
        for (long i = 0; i < sectors; i++) {
            List<Atom> atoms = new ArrayList<>(atomsPerSector);
            for (int j = 0; j < atomsPerSector; j++) {
                atoms.add(new Atom(medium.index(), (diskSector + i) * Sectors.BYTES / medium.disk().unitBytes() + j));
            }
            runs.add(new Located.InAtoms(sector + i, atoms));
        }
    }
}
