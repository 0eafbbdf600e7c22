package powercut.crash.explore;

import java.util.ArrayList;
import java.util.List;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * The other engine: visits every single crash state, recovery and all. It has no idea in it that could be wrong, and is
 * far too slow for anything but small cases: what it says there is what {@link CrashExplorer} must say.
 *
 * <p>States are visited in Gray-code order, so that each differs from the one before in one sector.
 */
final class FullEnumeration {
    private final Stack stack;
    private final ContentPool pool;
    private final int depth;
    private final LeafObserver observer;
    private final List<String> refusals = new ArrayList<>();
    private long states;

    /**
     * @param depth how many power failures in a row
     */
    FullEnumeration(Stack stack, ContentPool pool, int depth, LeafObserver observer) {
        this.stack = stack;
        this.pool = pool;
        this.depth = depth;
        this.observer = observer;
    }

    /** Visits every state that {@code media} may be in. */
    void visit(List<SectorSets> media) {
        visit(media, 1);
    }

    /** How many states of how many media there are. */
    static double log2States(List<SectorSets> media) {
        return media.stream().mapToDouble(SectorSets::log2States).sum();
    }

    private void visit(List<SectorSets> media, int failures) {
        List<Sector> undecided = new ArrayList<>();
        for (int disk = 0; disk < media.size(); disk++) {
            for (long sector : media.get(disk).ambiguousHere()) {
                undecided.add(new Sector(disk, sector, media.get(disk).possible(sector)));
            }
        }
        List<SectorSets> state = media.stream().map(SectorSets::above).toList();
        undecided.forEach(sector -> sector.settle(state));
        recover(state, failures);
        while (step(undecided, state)) {
            recover(state, failures);
        }
    }

    /** Moves the first sector that can still move in its direction; those before it turn round. */
    private static boolean step(List<Sector> undecided, List<SectorSets> state) {
        for (Sector sector : undecided) {
            int next = sector.at + sector.direction;
            if (next >= 0 && next < sector.values.length) {
                sector.at = next;
                sector.settle(state);
                return true;
            }
            sector.direction = -sector.direction;
        }
        return false;
    }

    private void recover(List<SectorSets> state, int failures) {
        states++;
        RecoveryRun run = new RecoveryRun(stack, pool, state, List.of(), RecoveryRun.Decider.STOP);
        run.run();
        if (run.refusal() != null) {
            refusals.add(run.refusal());
            return;
        }
        observer.recovered(failures, run.state(), run.located(), run.media());
        if (failures < depth && !run.written().isEmpty()) {
            List<SectorSets> crashed = state.stream().map(SectorSets::above).toList();
            CrashInside.replay(stack, run.written(), crashed, () -> visit(crashed, failures + 1));
        }
    }

    /** States visited, those of crashes inside recovery included. */
    long states() {
        return states;
    }

    /** Why devices were refused, one line per state in which one was. */
    List<String> refusals() {
        return refusals;
    }

    /** A sector with several values, and the one it has now. */
    private static final class Sector {
        private final int disk;
        private final long sector;
        private final int[] values;
        private int at;
        private int direction = 1;

        Sector(int disk, long sector, int[] values) {
            this.disk = disk;
            this.sector = sector;
            this.values = values;
        }

        void settle(List<SectorSets> state) {
            state.get(disk).settle(sector, values[at]);
        }
    }
}
