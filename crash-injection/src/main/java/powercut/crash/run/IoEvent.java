package powercut.crash.run;

import powercut.block.Bio;
import powercut.crash.values.Io;

/**
 * A bio's submission or its end, on the mapped device or on a disk below; or a store or barrier of persistent memory,
 * with atoms for sectors.
 *
 * @param end false: submitted; true: ended
 * @param io number of the bio, the same in both its events
 * @param disk index of the disk; {@link #TOP} for the mapped device
 * @param values of a write, at submission; of a read of the mapped device, at its end; else null
 * @param ok of an end: without error
 * @param what its name in reports
 */
public record IoEvent(boolean end, int io, int disk, Bio.Op op, boolean preflush, boolean fua, long sector, int sectors,
        int[] values, boolean ok, String what) {
    /** The mapped device. */
    public static final int TOP = -1;

    /** What it does to what is on the disk. */
    Io effect() {
        return new Io(what, op, preflush, fua, sector, sectors, values);
    }
}
