package powercut.crash.explore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/** What recovered devices show: per state of the target, per sector, the values. */
final class Recovered implements LeafObserver {
    private final Map<String, TreeMap<Long, TreeSet<Integer>>> shown = new TreeMap<>();
    private final ContentPool pool;
    private int depth;

    Recovered(ContentPool pool) {
        this.pool = pool;
    }

    @Override
    public void recovered(int failures, long state, List<Located> runs, List<SectorSets> media) {
        depth = Math.max(depth, failures);
        TreeMap<Long, TreeSet<Integer>> sectors = shown.computeIfAbsent(failures + "/" + Long.toHexString(state),
                k -> new TreeMap<>());
        for (Located run : runs) {
            for (int i = 0; i < run.sectors(); i++) {
                TreeSet<Integer> all = sectors.computeIfAbsent(run.sector() + i, k -> new TreeSet<>());
                run.find(i, media, pool, value -> {
                    all.add(value);
                    return false;
                });
            }
        }
    }

    Map<String, TreeMap<Long, TreeSet<Integer>>> shown() {
        return shown;
    }

    /** The most power failures in a row. */
    int depth() {
        return depth;
    }

    Map<String, TreeMap<Long, TreeSet<Integer>>> shownAfterOneFailure() {
        Map<String, TreeMap<Long, TreeSet<Integer>>> once = new TreeMap<>(shown);
        once.keySet().removeIf(state -> !state.startsWith("1/"));
        return once;
    }

    Set<Long> forbidden(SectorSets contract) {
        Set<Long> forbidden = new TreeSet<>();
        shown.values().forEach(sectors -> sectors.forEach((sector, values) -> {
            if (values.stream().anyMatch(value -> !contract.admits(sector, value))) {
                forbidden.add(sector);
            }
        }));
        return forbidden;
    }
}
