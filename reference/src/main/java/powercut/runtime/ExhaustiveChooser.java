package powercut.runtime;

import java.util.Arrays;

/**
 * Visits every run of a program, depth first, within two bounds. Use:
 *
 * <pre>
 *   ExhaustiveChooser chooser = new ExhaustiveChooser();
 *   while (chooser.nextRun()) {
 *       new SimulatedRuntime(chooser).run(program);
 *   }
 * </pre>
 *
 * <p>Invariant: the stack of choices is the prefix that the next run repeats; its last entry is the alternative not yet
 * tried.
 */
public final class ExhaustiveChooser implements Chooser {
    private final int preemptionBound;
    private final int choiceBound;
    private int[] taken = new int[64]; // the alternative taken at each depth
    private int[] sizes = new int[64]; // how many there were
    private int[] free = new int[64]; // of these, the first that preempt nothing
    private int length; // choices on the stack
    private int repeated; // of these, how many the run has made so far
    private boolean finished;
    private long runs;
    private long cut;

    /** All runs, however long. */
    public ExhaustiveChooser() {
        this(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * @param preemptionBound how often per run something else may happen although the current task could go on, or a
     *     timer may expire although anything else could happen (one that re-arms itself would make the runs infinitely
     *     many)
     * @param choiceBound after how many choices a run is finished with alternative 0 only
     */
    public ExhaustiveChooser(int preemptionBound, int choiceBound) {
        if (preemptionBound < 0 || choiceBound < 0) {
            throw new IllegalArgumentException("negative bound: " + preemptionBound + " preemptions, "
                    + choiceBound + " choices");
        }
        this.preemptionBound = preemptionBound;
        this.choiceBound = choiceBound;
    }

    /** Prepares the next run; false if there is none. */
    public boolean nextRun() {
        if (finished) {
            return false;
        }
        if (runs > 0) {
            if (repeated < length) {
                throw notDeterministic("it ended after " + repeated + " choices, before it made " + length);
            }
            finished = !advance();
        }
        repeated = 0;
        runs += finished ? 0 : 1;
        return !finished;
    }

    @Override
    public int choose(Alternatives alternatives) {
        int size = alternatives.size();
        if (repeated < length) {
            if (sizes[repeated] != size) {
                throw notDeterministic("choice " + repeated + " had " + sizes[repeated] + " alternatives, now " + size);
            }
            return taken[repeated++];
        }
        if (length == choiceBound) {
            cut += size - 1;
            return 0;
        }
        push(size, free(alternatives));
        return 0;
    }

    /** Runs begun so far. */
    public long runs() {
        return runs;
    }

    /** Alternatives that a bound kept from being taken. Each stands for at least one run. */
    public long cut() {
        return cut;
    }

    /**
     * Whether all runs have been visited; false as long as {@link #nextRun} has more, and if a bound cut something off.
     */
    public boolean complete() {
        return finished && cut == 0;
    }

    /** Moves to the next prefix: the deepest choice that has an untried alternative takes it. */
    private boolean advance() {
        int preemptions = 0;
        for (int i = 0; i < length; i++) {
            preemptions += preemption(i);
        }
        while (length > 0) {
            int top = length - 1;
            preemptions -= preemption(top);
            boolean more = taken[top] + 1 < sizes[top];
            if (more && (taken[top] + 1 < free[top] || preemptions < preemptionBound)) {
                taken[top]++;
                return true;
            }
            if (more) {
                cut += sizes[top] - 1 - taken[top];
            }
            length = top;
        }
        return false;
    }

    private int preemption(int depth) {
        return taken[depth] < free[depth] ? 0 : 1;
    }

    /** How many alternatives, from the first on, are no preemptions. */
    private static int free(Alternatives alternatives) {
        if (alternatives.currentCanGoOn()) {
            return 1;
        }
        int last = alternatives.size() - 1;
        return alternatives.kind(last) == Kind.TIMER ? last : last + 1;
    }

    private void push(int size, int freeAlternatives) {
        if (length == taken.length) {
            taken = Arrays.copyOf(taken, 2 * length);
            sizes = Arrays.copyOf(sizes, 2 * length);
            free = Arrays.copyOf(free, 2 * length);
        }
        taken[length] = 0;
        sizes[length] = size;
        free[length] = freeAlternatives;
        length++;
        repeated++;
    }

    private static IllegalStateException notDeterministic(String what) {
        return new IllegalStateException("the program does not repeat itself under the same choices: " + what);
    }
}
