package powercut.runtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): every task and interrupt gets a random priority,
 * the highest goes on, and at {@code depth - 1} random choices whoever would go on falls below all others. A bug that
 * needs {@code depth} ordering constraints among n tasks and k choices is found with probability at least 1 / (n
 * k^(depth-1)).
 *
 * <p>Timers stand outside of the priorities and are taken rarely, as by {@link RandomChooser}: one that re-arms itself
 * would otherwise starve all below it. A task that spins on {@link Runtime#reschedule}, or a work item that always
 * queues itself again, does starve them.
 */
public final class PctChooser implements Chooser {
    /** Initial priorities lie above those of the change points, which are their numbers. */
    private static final long LOWEST_INITIAL = 1L << 32;

    private final SplitMix64 random;
    private final int[] changePoints; // numbers of choices, ascending
    private final Map<Long, Long> priorities = new HashMap<>(); // by id; looked up, never iterated
    private int choice; // number of the next choice
    private int passed; // change points behind us

    /**
     * @param depth ordering constraints of the bugs looked for, at least 1
     * @param expectedSteps choices that a run is expected to make; change points are spread over them
     */
    public PctChooser(long seed, int depth, int expectedSteps) {
        if (depth < 1 || expectedSteps < depth) {
            throw new IllegalArgumentException("depth " + depth + " must be from 1 to expectedSteps, " + expectedSteps);
        }
        this.random = new SplitMix64(seed);
        this.changePoints = new int[depth - 1];
        for (int i = 0; i < changePoints.length; i++) {
            changePoints[i] = random.nextInt(expectedSteps);
        }
        Arrays.sort(changePoints);
    }

    @Override
    public int choose(Alternatives alternatives) {
        int last = alternatives.size() - 1;
        boolean timer = alternatives.kind(last) == Kind.TIMER;
        if (timer && random.timerIsDue()) {
            choice++;
            return last;
        }
        int candidates = timer ? last : last + 1;
        int highest = highest(alternatives, candidates);
        while (passed < changePoints.length && changePoints[passed] <= choice) {
            priorities.put(alternatives.id(highest), (long) passed++);
            highest = highest(alternatives, candidates);
        }
        choice++;
        return highest;
    }

    private int highest(Alternatives alternatives, int candidates) {
        int highest = 0;
        long highestPriority = -1;
        for (int i = 0; i < candidates; i++) {
            long priority = priorities.computeIfAbsent(alternatives.id(i), id -> initialPriority());
            if (priority > highestPriority) {
                highest = i;
                highestPriority = priority;
            }
        }
        return highest;
    }

    private long initialPriority() {
        return LOWEST_INITIAL + (random.nextLong() >>> 2);
    }
}
