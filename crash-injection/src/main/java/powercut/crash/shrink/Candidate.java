package powercut.crash.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import powercut.crash.run.Op;

/**
 * A run that may or may not show the violation.
 *
 * @param ops the workload
 * @param faults of the disks, each {@code DEVICE:WORDS}
 */
public record Candidate(List<Op> ops, List<String> faults) {
    public Candidate {
        ops = List.copyOf(ops);
        faults = List.copyOf(faults);
    }

    Candidate withOps(List<Op> other) {
        return new Candidate(other, faults);
    }

    Candidate withOp(int index, Op op) {
        List<Op> other = new ArrayList<>(ops);
        other.set(index, op);
        return withOps(other);
    }

    Candidate withoutOp(int index) {
        List<Op> other = new ArrayList<>(ops);
        other.remove(index);
        return withOps(other);
    }

    Candidate withFaults(List<String> other) {
        return new Candidate(ops, other);
    }

    @Override
    public String toString() {
        return ops.stream().map(Op::toString).collect(Collectors.joining("; "));
    }
}
