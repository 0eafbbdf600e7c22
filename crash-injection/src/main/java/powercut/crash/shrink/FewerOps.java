package powercut.crash.shrink;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import powercut.crash.run.Op;

/**
 * Steps to a shorter workload that leaving out one operation at a time does not find: two operations are left out, or
 * one does the work of two.
 */
final class FewerOps {
    private static final Set<Op.Kind> WORKING = EnumSet.of(Op.Kind.FLUSH, Op.Kind.SUSPEND, Op.Kind.MESSAGE,
            Op.Kind.SYSFS); // make a target work on what it has

    private final List<Op> working;
    private final int wideSectors; // of a range that stands for several

    /**
     * @param ops whatever stands for two operations is one of these, or a range no longer than all of theirs
     */
    FewerOps(List<Op> ops) {
        this.wideSectors = Math.toIntExact(Math.min(ops.stream().mapToLong(Op::end).max().orElse(0),
                ops.stream().mapToLong(Op::sectors).sum()));
        this.working = ops.stream().filter(op -> WORKING.contains(op.kind())).distinct().toList();
    }

    /** One operation less, by a step of which something comes more often than not. */
    List<Candidate> likelyStepsFrom(Candidate from) {
        List<Candidate> steps = new ArrayList<>();
        List<Op> ops = from.ops();
        for (int i = 0; i < ops.size(); i++) {
            for (int j = i + 1; j < ops.size(); j++) {
                if (ops.get(j).kind() == Op.Kind.FLUSH && isWrite(ops.get(i)) && !ops.get(i).fua()) {
                    steps.add(from.withOp(i, ops.get(i).withFlags(ops.get(i).preflush(), true)).withoutOp(j));
                }
                if (ops.get(i).kind() == Op.Kind.FLUSH && isWrite(ops.get(j)) && !ops.get(j).preflush()) {
                    steps.add(from.withOp(j, ops.get(j).withFlags(true, ops.get(j).fua())).withoutOp(i));
                }
                if (ops.get(i).kind() == ops.get(j).kind() && ops.get(i).sectors() > 0 && ops.get(j).sectors() > 0
                        && union(ops.get(i), ops.get(j)).sectors() <= wideSectors) {
                    steps.add(from.withOp(i, union(ops.get(i), ops.get(j))).withoutOp(j));
                    steps.add(from.withOp(j, union(ops.get(i), ops.get(j))).withoutOp(i));
                }
                steps.add(from.withoutOp(j).withoutOp(i));
            }
        }
        return steps;
    }

    /** One operation less: another one becomes longer, or a FUA write, or something else altogether. */
    List<Candidate> unlikelyStepsFrom(Candidate from) {
        List<Candidate> steps = new ArrayList<>();
        for (int left = 0; left < from.ops().size(); left++) {
            for (int i = 0; i < from.ops().size(); i++) {
                for (Op other : i == left ? List.<Op>of() : instead(from.ops().get(i))) {
                    steps.add(from.withOp(i, other).withoutOp(left));
                }
            }
        }
        return steps;
    }

    private static boolean isWrite(Op op) {
        return op.kind() == Op.Kind.WRITE;
    }

    private List<Op> instead(Op op) {
        List<Op> instead = new ArrayList<>(working);
        if (isWrite(op) && !op.fua()) {
            instead.add(op.withFlags(op.preflush(), true));
        }
        if (op.sectors() > 0 && op.end() < wideSectors) {
            instead.add(op.withRange(0, wideSectors));
        }
        if (isWrite(op)) {
            instead.add(op.withRange(0, wideSectors).withFlags(op.preflush(), true));
        }
        return instead;
    }

    private static Op union(Op one, Op other) {
        long begin = Math.min(one.sector(), other.sector());
        return one.withRange(begin, Math.toIntExact(Math.max(one.end(), other.end()) - begin))
                .withFlags(one.preflush() || other.preflush(), one.fua() || other.fua());
    }
}
