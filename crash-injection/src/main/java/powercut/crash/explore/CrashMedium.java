package powercut.crash.explore;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import powercut.block.Bio;
import powercut.crash.values.ContentPool;
import powercut.crash.values.Io;
import powercut.crash.values.SectorSets;

/**
 * What a disk holds after a power failure, unit by unit: by sectors, or by atoms if it is persistent memory. To read a
 * unit that may hold several values is to decide which: {@link RecoveryRun} supplies the decision or stops the run to
 * have it made. The decision stays; writes go on top of it.
 *
 * <p>When recovery is over, {@link #tag} makes it answer with a {@link Tag} instead wherever nothing is decided.
 */
final class CrashMedium {
    private final int index;
    private final Stack.Disk disk;
    private final ContentPool contents;
    private final RecoveryRun run;
    private final SectorSets sets; // with what this run has decided and written
    private final int unitBytes;
    private Map<Long, byte[]> written; // while tagged: what was written since, tags and all; only looked up by key

    CrashMedium(int index, Stack.Disk disk, ContentPool pool, RecoveryRun run, SectorSets sets) {
        this.index = index;
        this.disk = disk;
        this.contents = disk.contents(pool);
        this.run = run;
        this.sets = sets;
        this.unitBytes = disk.unitBytes();
    }

    /** Index in the stack. */
    int index() {
        return index;
    }

    Stack.Disk disk() {
        return disk;
    }

    /** From now on tells where contents are instead of deciding them; what is written is kept apart. */
    void tag() {
        written = new HashMap<>();
    }

    /** One read of the target: copies {@code units} from unit {@code at} on. */
    void read(long at, int units, byte[] into, int offset) {
        run.nextRead();
        for (int i = 0; i < units; i++) {
            if (written == null) {
                System.arraycopy(contents.bytes(decided(at + i)), 0, into, offset + i * unitBytes, unitBytes);
            } else {
                copyOrTag(at + i, into, offset + i * unitBytes);
            }
        }
    }

    /** With the power on again the disk returns what was written to it since, whether that would survive or not. */
    private int decided(long unit) {
        int value = sets.settled(unit);
        return value == SectorSets.SEVERAL ? run.undecided(index, unit, sets.possible(unit)) : value;
    }

    private void copyOrTag(long unit, byte[] into, int offset) {
        byte[] here = written.get(unit);
        int value = here == null ? sets.settled(unit) : SectorSets.SEVERAL;
        if (here != null) {
            System.arraycopy(here, 0, into, offset, unitBytes);
        } else if (value == SectorSets.SEVERAL) {
            Tag.of(index, unit).fill(into, offset, contents);
        } else {
            System.arraycopy(contents.bytes(value), 0, into, offset, unitBytes);
        }
    }

    /**
     * A write, discard or flush of the target, in units.
     *
     * @param data null for a discard or a flush
     */
    void write(Bio.Op op, boolean preflush, boolean fua, long at, int units, byte[] data, int offset) {
        if (written == null) {
            int[] values = data == null ? null : contents.internAll(data, offset, units);
            RecoveryIo io = new RecoveryIo(index, new Io("recovery", op, preflush, fua, at, units, values));
            for (int i = 0; i < units; i++) {
                sets.settle(at + i, values == null ? ContentPool.ZERO : values[i]);
            }
            run.record(io);
            return;
        }
        for (int i = 0; i < units; i++) {
            int from = offset + i * unitBytes;
            written.put(at + i, data == null ? new byte[unitBytes] : Arrays.copyOfRange(data, from, from + unitBytes));
        }
    }
}
