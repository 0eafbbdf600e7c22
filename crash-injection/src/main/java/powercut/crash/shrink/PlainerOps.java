package powercut.crash.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import powercut.crash.run.Op;

/**
 * Plainer forms of the operations of a workload. Each step makes it plainer in one respect and in no other less plain,
 * so that taking steps ends: fewer flags, fewer sectors, lower sectors.
 */
final class PlainerOps {
    private final int blockSectors;

    /**
     * @param blockSectors all ranges stay multiples of this
     */
    PlainerOps(int blockSectors) {
        this.blockSectors = blockSectors;
    }

    /** The candidates one step away that make the operation of this index plainer, the greatest steps first. */
    List<Candidate> stepsFrom(Candidate from, int index) {
        Op op = from.ops().get(index);
        List<Candidate> steps = new ArrayList<>();
        plainer(op).forEach(other -> steps.add(from.withOp(index, other)));
        for (long to : lower(op.sector(), 0)) {
            steps.addAll(moved(from, op.sector(), to));
        }
        return steps;
    }

    private List<Op> plainer(Op op) {
        List<Op> plainer = new ArrayList<>();
        if (op.kind() == Op.Kind.RELOAD) {
            plainer.add(Op.simple(Op.Kind.SUSPEND));
        }
        if (op.preflush()) {
            plainer.add(op.withFlags(false, op.fua()));
        }
        if (op.fua()) {
            plainer.add(op.withFlags(op.preflush(), false));
        }
        if (op.async()) {
            plainer.add(op.awaited());
        }
        for (long sectors : lower(op.sectors(), blockSectors)) {
            plainer.add(op.withRange(op.sector(), Math.toIntExact(sectors)));
        }
        for (long sector : lower(op.sector(), 0)) {
            plainer.add(op.withRange(sector, op.sectors()));
        }
        return plainer;
    }

    /** Operations that share a sector keep sharing it when they move: those that begin there, or all from there on. */
    private static List<Candidate> moved(Candidate from, long start, long to) {
        return List.of(moved(from, sector -> sector == start ? to : sector),
                moved(from, sector -> sector >= start ? sector - start + to : sector));
    }

    private static Candidate moved(Candidate from, LongUnaryOperator move) {
        return from.withOps(from.ops().stream()
                .map(op -> op.sectors() == 0 ? op : op.withRange(move.applyAsLong(op.sector()), op.sectors()))
                .toList());
    }

    /** The least first, then halfway, then one block less. */
    private List<Long> lower(long number, long least) {
        if (number <= least) {
            return List.of();
        }
        long half = number / 2 / blockSectors * blockSectors;
        List<Long> lower = new ArrayList<>(List.of(least));
        for (long next : new long[] {half, number - blockSectors}) {
            if (next > lower.get(lower.size() - 1)) {
                lower.add(next);
            }
        }
        return lower;
    }
}
