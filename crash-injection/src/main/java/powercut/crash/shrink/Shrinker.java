package powercut.crash.shrink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for a shorter and plainer run that still shows the violation: first the shortest beginning, then delta
 * debugging over the operations, then plainer operations and faults, until no step leads on.
 *
 * <p>A candidate is tried under the seed that showed the violation last, and under others, as leaving something out
 * changes every schedule; the fewer operations it has, the more of them. What was tried in vain is not tried again. The
 * same start gives the same result: everything is bounded by counts.
 */
public final class Shrinker {
    private static final int PAIRS_OPS_MAX = 12; // beyond that taking two at a time costs too much
    private static final int UNLIKELY_SEEDS = 8;

    private final Oracle oracle;
    private final Limits limits;
    private final PlainerOps plainerOps;
    private FewerOps fewerOps;
    private final Map<Candidate, Integer> tried = new HashMap<>(); // in vain, under how many seeds; only looked up
    private Candidate best;
    private long bestSeed;
    private long candidates;
    private long runs;
    private long opsRun;
    private boolean cut;

    /** Runs candidates. */
    @FunctionalInterface
    public interface Oracle {
        /** Whether it shows, under this seed, a violation of the kind that is looked for. */
        boolean shows(Candidate candidate, long seed);
    }

    /**
     * Where to stop, and how hard to try.
     *
     * @param seeds under how many a candidate is tried, at most
     * @param opsOfCandidate operations to run for one candidate: divided by its length, this is how many seeds it gets;
     *     one at least
     * @param opsInAll operations to run for all candidates
     */
    public record Limits(int seeds, long opsOfCandidate, long opsInAll) {
        int seedsFor(int ops) {
            return (int) Math.max(1, Math.min(seeds, opsOfCandidate / ops));
        }
    }

    /**
     * What is left.
     *
     * @param seed under which it shows the violation
     * @param candidates different ones tried
     * @param runs of all of them, each under a seed
     * @param cut whether the limit ended the search: then there may be shorter ones one step away
     */
    public record Shrunk(Candidate candidate, long seed, long candidates, long runs, boolean cut) {}

    /**
     * @param blockSectors all ranges stay multiples of this
     */
    public Shrinker(Oracle oracle, Limits limits, int blockSectors) {
        this.oracle = oracle;
        this.limits = limits;
        this.plainerOps = new PlainerOps(blockSectors);
    }

    /**
     * Shrinks.
     *
     * @param start shows the violation
     * @param seed under this one
     */
    public Shrunk shrink(Candidate start, long seed) {
        best = start;
        bestSeed = seed;
        fewerOps = new FewerOps(start.ops());
        beginning();
        Candidate before;
        do {
            before = best;
            fewer();
            inPairs();
            plainer();
            replaced();
        } while (!cut && !best.equals(before));
        return new Shrunk(best, bestSeed, candidates, runs, cut);
    }

    /** Doubles the length of a beginning until it shows the violation, and halves the last step: short is cheap. */
    private void beginning() {
        Candidate all = best;
        int tooShort = 0;
        int length = 1;
        while (length < all.ops().size() && !shows(all.withOps(all.ops().subList(0, length)))) {
            tooShort = length;
            length *= 2;
        }
        int longEnough = Math.min(length, all.ops().size());
        while (longEnough - tooShort > 1) {
            int middle = (tooShort + longEnough) / 2;
            if (shows(all.withOps(all.ops().subList(0, middle)))) {
                longEnough = middle;
            } else {
                tooShort = middle;
            }
        }
    }

    private void fewer() {
        DeltaDebugging.minimise(best.ops(), ops -> showsWithFaultsEarlier(best.withOps(ops)), () -> cut);
    }

    /** The bios of operations that are left out are not counted any more. */
    private boolean showsWithFaultsEarlier(Candidate candidate) {
        return shows(candidate) || !candidate.ops().isEmpty()
                && PlainerFaults.earlier(candidate).stream().anyMatch(this::shows);
    }

    private void plainer() {
        while (anyShows(PlainerFaults.stepsFrom(best))) { }
        for (int i = 0; i < best.ops().size() && !cut; i++) {
            while (i < best.ops().size() && anyShows(plainerOps.stepsFrom(best, i))) { }
        }
    }

    private boolean anyShows(List<Candidate> steps) {
        return steps.stream().anyMatch(this::shows);
    }

    /** What costs a number of candidates that grows with the square of the length. */
    private void inPairs() {
        while (best.ops().size() <= PAIRS_OPS_MAX && anyShows(fewerOps.likelyStepsFrom(best))) { }
    }

    private void replaced() {
        if (best.ops().size() <= PAIRS_OPS_MAX) {
            fewerOps.unlikelyStepsFrom(best).stream().anyMatch(step -> shows(step, UNLIKELY_SEEDS));
        }
    }

    private boolean shows(Candidate candidate) {
        return shows(candidate, limits.seeds());
    }

    /** Tries a candidate; if it shows the violation it becomes the best. */
    private boolean shows(Candidate candidate, int seedsMax) {
        if (candidate.ops().isEmpty() || candidate.equals(best)) {
            return candidate.equals(best);
        }
        int seeds = Math.min(seedsMax, limits.seedsFor(candidate.ops().size()));
        int before = tried.getOrDefault(candidate, 0);
        if (before >= seeds) {
            return false;
        }
        if (opsRun >= limits.opsInAll()) {
            cut = true;
            return false;
        }
        candidates += before == 0 ? 1 : 0;
        if (bestSeed >= before && showsUnder(bestSeed, candidate)) {
            return true;
        }
        for (long seed = Math.max(1, before); seed < seeds; seed++) {
            if (seed != bestSeed && showsUnder(seed, candidate)) {
                return true;
            }
        }
        tried.put(candidate, seeds);
        return false;
    }

    private boolean showsUnder(long seed, Candidate candidate) {
        runs++;
        opsRun += candidate.ops().size();
        boolean shows = oracle.shows(candidate, seed);
        if (shows) {
            best = candidate;
            bestSeed = seed;
        }
        return shows;
    }
}
