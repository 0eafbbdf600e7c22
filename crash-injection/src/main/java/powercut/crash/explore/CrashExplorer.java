package powercut.crash.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import powercut.crash.explore.PointSearch.Found;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * Explores all crash states of a crash point by lazy branching: recovery runs, and where it reads a sector with several
 * possible values, the run splits. A sector that recovery never reads splits nothing; {@link Examination} tests its
 * values one by one.
 *
 * <p><b>Merging.</b> Runs that are in the same state at the same undecided read go on as one: what comes later cannot
 * tell them apart. So a metadata area of which every sector may be old or new costs two runs, not one for each of its
 * power set, as long as recovery treats both alike ({@link RunGraph}). What the merged runs know of the sectors behind
 * them is kept as a set per sector.
 *
 * <p><b>Crash inside recovery.</b> What recovery wrote is replayed on the media, and at the end of each of its flush
 * epochs the exploration begins anew, up to the depth in {@link Bounds}; once for all recoveries that lead there.
 *
 * <p><b>Exactness.</b> A set per sector may contain combinations that no single run left behind. That cannot hide a
 * violation, but inside recovery it might invent one. So a violation that takes more than one power failure is only
 * believed when it is found again recovery by recovery, with merging restricted to the values of one sector, where the
 * sets are exact.
 */
public final class CrashExplorer {
    private final Stack stack;
    private final ContentPool pool;
    private final Bounds bounds;
    private final Narrator narrator;
    private final LeafObserver observer;
    private final Funnel funnel = new Funnel();

    public CrashExplorer(Stack stack, ContentPool pool, Bounds bounds, Narrator narrator) {
        this(stack, pool, bounds, narrator, LeafObserver.NONE);
    }

    CrashExplorer(Stack stack, ContentPool pool, Bounds bounds, Narrator narrator, LeafObserver observer) {
        this.stack = stack;
        this.pool = pool;
        this.bounds = bounds;
        this.narrator = narrator;
        this.observer = observer;
    }

    /** What was covered and found so far. */
    public Funnel funnel() {
        return funnel;
    }

    /**
     * Explores one crash point.
     *
     * @param media for each disk what may be on it; not changed
     * @param contract for each sector of the mapped device what may be shown; not changed
     * @return how many violations this point added
     */
    public int explore(CrashPoint point, List<SectorSets> media, SectorSets contract) {
        funnel.countPoint(media.stream().mapToDouble(SectorSets::log2States).sum());
        List<Found> found = search(point, contract, false).explore(media);
        if (found.stream().anyMatch(one -> one.violation().depth() > 1)) {
            List<Found> confirmed = new ArrayList<>(found);
            confirmed.removeIf(one -> one.violation().depth() > 1);
            Set<Long> certain = confirmed.stream().map(one -> one.violation().sector()).collect(Collectors.toSet());
            search(point, contract, true).explore(media).stream()
                    .filter(one -> !certain.contains(one.violation().sector())).forEach(confirmed::add);
            found = confirmed;
        }
        for (Found one : found) {
            funnel.add(one.violation());
            narrator.reported(one.violation(), one.value(), one.crashed());
        }
        return found.size();
    }

    /** A search with merging restricted to one sector's values; for comparison with the full enumeration. */
    List<Violation> exploreExactly(CrashPoint point, List<SectorSets> media, SectorSets contract) {
        return search(point, contract, true).explore(media).stream().map(Found::violation).toList();
    }

    private PointSearch search(CrashPoint point, SectorSets contract, boolean exact) {
        return new PointSearch(stack, pool, bounds, narrator, observer, funnel, point, contract, exact);
    }
}
