package powercut.crash.cli;

import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.IoObserver;
import powercut.block.Limits;
import powercut.block.PmemDisk;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.run.Op;
import powercut.dm.BrokenInvariant;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.DeadlockException;
import powercut.runtime.FirstChooser;
import powercut.runtime.LivelockException;
import powercut.runtime.SimulatedRuntime;
import powercut.sysfs.HasSysfs;
import powercut.sysfs.Sysfs;

/**
 * Loads a table on blank devices before anything is explored: what is refused there is a mistake in the table, and must
 * not be taken for what a power failure did.
 */
final class StackTrial {
    private final Stack stack;
    private String problem; // null: none
    private int blockSectors;
    private Sysfs files; // null: none

    private StackTrial(Stack stack) {
        this.stack = stack;
    }

    /** Refuses a table that the target does not take, or cannot be used with. */
    static StackTrial requireLoadable(Stack stack) throws BadInputException {
        StackTrial trial = of(stack);
        if (trial.problem != null) {
            throw new BadInputException("table \"" + stack.table() + "\": " + trial.problem);
        }
        return trial;
    }

    /** Sectors in a logical block of the mapped device. */
    int blockSectors() {
        return blockSectors;
    }

    /** Whether a workload can do this: a file must be there, a message may be refused. */
    boolean takes(Op told) {
        return told.kind() != Op.Kind.SYSFS || files != null && files.exists(told.message().split(" ")[0]);
    }

    /** Whether the target does not take the table, or cannot be used with it. */
    static boolean isRefused(Stack stack) {
        return of(stack).problem != null;
    }

    private static StackTrial of(Stack stack) {
        StackTrial trial = new StackTrial(stack);
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        try {
            runtime.run(() -> trial.load(runtime));
        } catch (DeadlockException | LivelockException | BrokenInvariant e) {
            trial.problem = "its target goes no further: " + e.getMessage();
        }
        return trial;
    }

    private void load(SimulatedRuntime runtime) {
        List<? extends BlockDevice> blank = stack.disks().stream().map(StackTrial::blank).toList();
        MappedDevice device = stack.device(runtime, blank, error -> { });
        try {
            stack.activate(device);
        } catch (TableException | TargetException e) {
            problem = e.getMessage();
            return;
        }
        blockSectors = device.limits().logicalBlockBytes() / Sectors.BYTES;
        if (stack.table().lines().stream().allMatch(line -> device.targetAt(line.begin()).iterateDevices().isEmpty())) {
            problem = "no line of it maps a device, so there is nothing that could keep or lose data";
        }
        if (device.targetAt(0) instanceof HasSysfs target) {
            files = target.sysfs();
        }
        for (Table.Line line : stack.table().lines()) {
            if (problem == null && line.sectors() % blockSectors != 0) {
                problem = "the length is not a multiple of the block size, " + blockSectors + " sectors";
            } else if (problem == null && !canReadLastBlock(device, line)) {
                problem = "its last sector cannot be read, is a device below too small?";
            }
        }
    }

    private static BlockDevice blank(Stack.Disk disk) {
        return disk.kind() == Stack.Kind.PMEM ? pmem(disk)
                : new OverlayDevice(disk.name(), disk.sectors(),
                        Limits.DEFAULT.atLeast(disk.options().logicalBlockBytes()), SectorSource.BLANK);
    }

    private static PmemDisk pmem(Stack.Disk disk) {
        return new PmemDisk(disk.name(), disk.sectors(), !disk.options().lyingFlush(), IoObserver.NONE);
    }

    private boolean canReadLastBlock(MappedDevice device, Table.Line line) {
        Bio read = Bio.read(line.begin() + line.sectors() - blockSectors, new byte[blockSectors * Sectors.BYTES]);
        device.submit(read);
        return read.status() != null && read.status().isOk();
    }
}
