package powercut.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counts the steps of a simulated run and describes them: to the trace, if there is one, and the last ones before the
 * bound.
 */
final class StepLog {
    private static final int LAST_STEPS = 20;

    private final long bound;
    private final Consumer<String> trace; // null: not traced
    private final List<String> last = new ArrayList<>(); // kept only just before the bound
    private long steps;

    StepLog(long bound, Consumer<String> trace) {
        this.bound = bound;
        this.trace = trace;
    }

    long steps() {
        return steps;
    }

    /**
     * Counts a step: a task or handler {@code who} does {@code verb object}, then what stands at {@code index} happens.
     *
     * @return false if that was one too many
     */
    boolean count(String who, String verb, String object, Enabled enabled, int index) {
        steps++;
        boolean isLast = steps > bound - LAST_STEPS;
        if (trace != null || isLast) {
            String line = describe(who, verb, object, enabled, index);
            if (trace != null) {
                trace.accept(line);
            }
            if (isLast) {
                last.add(line);
            }
        }
        return steps < bound;
    }

    LivelockException livelock() {
        return new LivelockException("livelock: no end after " + steps + " steps; the last were\n  "
                + String.join("\n  ", last));
    }

    private String describe(String who, String verb, String object, Enabled enabled, int index) {
        StringBuilder line = new StringBuilder().append(steps).append(' ').append(who).append(": ").append(verb);
        if (!object.isEmpty()) {
            line.append(' ').append(object);
        }
        if (index == 0 && enabled.currentCanGoOn()) {
            return line.toString();
        }
        line.append(" -> ").append(switch (enabled.kind(index)) {
            case TASK -> "";
            case INTERRUPT -> "interrupt ";
            case TIMER -> "timer ";
        }).append(enabled.name(index));
        if (enabled.kind(index) == Chooser.Kind.TIMER) {
            line.append(" at ").append(enabled.firstTimer().deadlineMs()).append(" ms");
        }
        return line.toString();
    }
}
