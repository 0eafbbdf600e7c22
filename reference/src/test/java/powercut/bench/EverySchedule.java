package powercut.bench;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import powercut.runtime.Chooser;
import powercut.runtime.ExhaustiveChooser;

/**
 * A race under every schedule up to a number of preemptions: what comes of it, in words. A task that waits for ever, in
 * any of them, is thrown by the runtime.
 *
 * @param outcomes each that was seen
 * @param schedules how many there were
 * @param complete whether there are no others, with any number of preemptions
 */
public record EverySchedule(Set<String> outcomes, long schedules, boolean complete) {
    /**
     * Whether anything interleaves. What comes before the race, and what looks at its result, does so without any
     * choice, and is not multiplied.
     */
    public static final class Gate implements Chooser {
        private final Chooser racing;
        private boolean open;

        private Gate(Chooser racing) {
            this.racing = racing;
        }

        @Override
        public int choose(Alternatives alternatives) {
            return open ? racing.choose(alternatives) : 0;
        }

        /** From here on everything may happen in any order. */
        public void open() {
            open = true;
        }

        /** From here on each task goes on until it must wait. */
        public void close() {
            open = false;
        }
    }

    /**
     * Runs all of them.
     *
     * @param preemptions how often per run something else may happen although the task that runs could go on
     * @param race builds a machine on the gate, runs it, and tells the outcome
     */
    public static EverySchedule of(int preemptions, Function<Gate, String> race) {
        return upTo("", preemptions, race);
    }

    /** Runs them until one has that outcome. */
    public static EverySchedule upTo(String outcome, int preemptions, Function<Gate, String> race) {
        ExhaustiveChooser chooser = new ExhaustiveChooser(preemptions, Integer.MAX_VALUE);
        Set<String> outcomes = new TreeSet<>();
        while (!outcomes.contains(outcome) && chooser.nextRun()) {
            outcomes.add(race.apply(new Gate(chooser)));
        }
        return new EverySchedule(outcomes, chooser.runs(), chooser.complete());
    }
}
