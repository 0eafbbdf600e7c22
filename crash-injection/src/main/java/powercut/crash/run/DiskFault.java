package powercut.crash.run;

import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.fault.Fault;

/**
 * A fault of one disk of a stack; as text, {@code DEVICE:WORDS}, {@code cache:error_writes@3}.
 *
 * @param disk its name
 */
public record DiskFault(String disk, Fault fault) {
    /**
     * Reads one.
     *
     * @param stack that has the disk
     */
    public static DiskFault parse(String text, Stack stack) throws BadInputException {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new BadInputException("fault \"" + text + "\": expected DEVICE:WORDS, as in \""
                    + stack.disks().get(0).name() + ":error_writes@3\"");
        }
        Stack.Disk disk = stack.disk(text.substring(0, colon));
        Fault fault = Fault.parse(text.substring(colon + 1));
        if (fault instanceof Fault.Poison poison
                && (disk.kind() != Stack.Kind.PMEM || poison.offset() >= Sectors.toBytes(disk.sectors()))) {
            throw new BadInputException("fault \"" + text + "\": expected a byte of persistent memory, " + disk);
        }
        return new DiskFault(disk.name(), fault);
    }

    @Override
    public String toString() {
        return disk + ":" + fault;
    }
}
