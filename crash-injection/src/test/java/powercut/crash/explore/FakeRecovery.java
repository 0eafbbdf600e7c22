package powercut.crash.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.dm.StateDigest;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.Runtime;

/**
 * A target of one sector on a disk of 16. Sector {@link #HOME} of the disk is what it shows; what it does when it
 * comes up, the test says. Sectors hold one byte, repeated.
 */
final class FakeRecovery implements TargetType {
    static final long DISK_SECTORS = 16;
    static final long HOME = 15;

    private final Steps steps;

    /** What recovery does. */
    interface Steps {
        void recover(Machine machine);
    }

    FakeRecovery(Steps steps) {
        this.steps = steps;
    }

    static Stack stack(Steps steps) {
        try {
            return new Stack(Table.parse("0 1 fake disk"), new TargetTypes(new FakeRecovery(steps)),
                    List.of(new Stack.Disk("disk", DISK_SECTORS, DiskOptions.DEFAULT)),
                    Map.of("disk", new Stack.Slice(0, 0, DISK_SECTORS)));
        } catch (TableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public Target construct(TargetContext context, String[] arguments) throws TargetException {
        return new Machine(context.devices().find(arguments[0]), context.runtime());
    }

    /** The target, as recovery sees it. */
    final class Machine implements Target {
        final Runtime runtime;
        final List<Integer> state = new ArrayList<>(); // what its later behaviour depends on
        private final BlockDevice disk;

        Machine(BlockDevice disk, Runtime runtime) {
            this.disk = disk;
            this.runtime = runtime;
        }

        int read(long sector) {
            return read(sector, 1)[0];
        }

        /** One bio. */
        int[] read(long sector, int sectors) {
            byte[] bytes = new byte[sectors * Sectors.BYTES];
            disk.submit(Bio.read(sector, bytes));
            int[] cells = new int[sectors];
            Arrays.setAll(cells, i -> bytes[i * Sectors.BYTES]);
            return cells;
        }

        void write(long sector, int cell, boolean fua) {
            byte[] bytes = new byte[Sectors.BYTES];
            Arrays.fill(bytes, (byte) cell);
            disk.submit(Bio.write(sector, 1, bytes, 0, false, fua));
        }

        void flush() {
            disk.submit(Bio.flush());
        }

        @Override
        public void resume() {
            steps.recover(this);
        }

        @Override
        public MapResult map(Bio bio) {
            bio.remap(disk, HOME + bio.sector());
            return MapResult.REMAPPED;
        }

        @Override
        public String status(StatusType type) {
            return "";
        }

        @Override
        public void digest(StateDigest digest) {
            state.forEach(digest::add);
        }
    }
}
