package powercut.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The main task of a simulated run cannot go on and nothing is left that could happen; the message lists who waits for
 * what.
 */
public final class DeadlockException extends RuntimeException {
    private DeadlockException(String message) {
        super(message);
    }

    /** Describes those of {@code tasks} that wait, by id. */
    static DeadlockException of(long steps, List<SimulatedTask> tasks) {
        List<SimulatedTask> waiting = new ArrayList<>(tasks);
        waiting.removeIf(task -> task.waitsFor == null);
        waiting.sort(Comparator.comparingLong(task -> task.id));
        int width = waiting.stream().mapToInt(task -> task.name.length()).max().orElse(0);
        StringBuilder text = new StringBuilder("deadlock after ").append(steps)
                .append(" steps: main cannot run and nothing else can happen");
        for (SimulatedTask task : waiting) {
            text.append("\n  ").append(task.name).append(" ".repeat(width + 2 - task.name.length()))
                    .append(task.waitsFor.get());
            if (task.condition != null && task.condition.getAsBoolean()) {
                text.append("; lost wake-up: its condition already holds");
            }
        }
        return new DeadlockException(text.toString());
    }
}
