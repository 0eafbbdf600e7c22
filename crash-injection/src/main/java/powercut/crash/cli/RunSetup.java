package powercut.crash.cli;

import java.util.List;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.report.Page;
import powercut.crash.run.DiskFault;
import powercut.crash.run.Op;
import powercut.crash.run.Subject;
import powercut.crash.run.Workload;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Layer;
import powercut.dm.TableException;

/**
 * A run of the reference made ready: its table is one that the target takes.
 *
 * @param compared what it is compared with first; null for nothing
 * @param table tried out
 */
record RunSetup(Subject subject, Stack stack, List<DiskFault> faults, Comparison compared, StackTrial table) {
    /**
     * For defects that no power failure shows.
     *
     * @param corrected the same with the corrected target
     * @param tableRefused by the other one alone, so that nothing can be run
     */
    record Comparison(Stack corrected, boolean tableRefused) {}

    RunSetup {
        faults = List.copyOf(faults);
    }

    /**
     * @param defect of a type in the stack; null for none
     */
    static RunSetup of(Subject subject, Stack stack, List<DiskFault> faults, PublishedDefect defect)
            throws BadInputException, TableException {
        Comparison compared = null;
        if (defect != null && defect.isCaughtBy(Layer.CONFORMANCE)) {
            Stack corrected = subject.stack(Targets.types(subject.order(), null));
            compared = new Comparison(corrected, StackTrial.isRefused(stack) && !StackTrial.isRefused(corrected));
        }
        boolean runs = compared == null || !compared.tableRefused();
        return new RunSetup(subject, stack, faults, compared,
                StackTrial.requireLoadable(runs ? stack : compared.corrected()));
    }

    /**
     * Refuses operations that the mapped device could not do.
     *
     * @param name of the workload, for errors
     */
    void requireFits(Workload workload, String name) throws BadInputException {
        long sectors = stack.table().sectors();
        for (Op op : workload.ops()) {
            long end = op.sector() + op.sectors();
            boolean empty = op.kind() == Op.Kind.WRITE && op.sectors() == 0;
            if (empty || end > sectors || (op.sector() | op.sectors()) % blockSectors() != 0) {
                throw new BadInputException(name + ": \"" + op + "\" does not fit, expected whole blocks of "
                        + Page.count(blockSectors(), "sector") + " within " + sectors);
            }
            if (op.kind() == Op.Kind.FAULT) {
                requireFault(op, name);
            }
        }
    }

    private void requireFault(Op op, String name) throws BadInputException {
        try {
            DiskFault.parse(op.message(), stack);
        } catch (BadInputException e) {
            throw new BadInputException(name + ": \"" + op + "\": " + e.getMessage());
        }
    }

    /** Sectors in a logical block of the mapped device. */
    int blockSectors() {
        return table.blockSectors();
    }

    /** Workloads of the subject's shape, on this device. */
    Workload.Shape shape() {
        List<String> messages = subject.shape().messages().stream().filter(words -> table.takes(Op.told(words, false)))
                .toList();
        return new Workload.Shape(stack.table().sectors(), blockSectors(), messages, subject.shape().crashes());
    }
}
