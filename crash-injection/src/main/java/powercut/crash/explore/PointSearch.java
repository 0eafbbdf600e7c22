package powercut.crash.explore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import powercut.crash.explore.Examination.Finding;
import powercut.crash.explore.RecoveryRun.Pin;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/** The exploration of one crash point: see {@link CrashExplorer}. */
final class PointSearch {
    private final Stack stack;
    private final ContentPool pool;
    private final Bounds bounds;
    private final Narrator narrator;
    private final LeafObserver observer;
    private final Funnel funnel;
    private final CrashPoint point;
    private final SectorSets contract;
    private final boolean exact; // merge only values of one sector, not runs that came different ways
    private final Map<Long, Integer> explored = new HashMap<>(); // fingerprint of nested media -> least depth
    private final Map<Long, Found> found = new LinkedHashMap<>(); // by first wrong sector
    private long recoveriesLeft;

    PointSearch(Stack stack, ContentPool pool, Bounds bounds, Narrator narrator, LeafObserver observer, Funnel funnel,
            CrashPoint point, SectorSets contract, boolean exact) {
        this.stack = stack;
        this.pool = pool;
        this.bounds = bounds;
        this.narrator = narrator;
        this.observer = observer;
        this.funnel = funnel;
        this.point = point;
        this.contract = contract;
        this.exact = exact;
        this.recoveriesLeft = bounds.recoveriesPerPoint();
    }

    /**
     * A violation and how it came about.
     *
     * @param value what the first wrong sector shows; {@link Located#ERROR} if nothing
     * @param crashed the media as the power failure left them; good until the media of the crash point change
     */
    record Found(Violation violation, int value, List<SectorSets> crashed) {}

    /** All violations, one for each first wrong sector. */
    List<Found> explore(List<SectorSets> media) {
        new Layer(media, 1, 0).explore();
        return List.copyOf(found.values());
    }

    /**
     * Which crashed recoveries are explored together: those crashed at their n-th stop, and that found the same in the
     * sector they read first (a superblock says how to read all others; states mixed over it would be many and
     * impossible).
     */
    private record HullKey(int stop, List<Integer> foundFirst) {}

    /** The exploration of one set of media: those at the crash point, or those after a crash inside recovery. */
    private final class Layer {
        private final List<SectorSets> media;
        private final int depth;
        private final long fingerprint; // tells these media from others of this point
        private final Map<HullKey, Hull> hulls = new LinkedHashMap<>();
        private final Set<Located> admissible = new HashSet<>(); // only asked whether it contains

        Layer(List<SectorSets> media, int depth, long fingerprint) {
            this.media = media;
            this.depth = depth;
            this.fingerprint = fingerprint;
        }

        void explore() {
            RunGraph graph = new RunGraph(stack, pool, media, exact);
            recoveriesLeft -= graph.explore(recoveriesLeft, funnel, this::examine);
            graph.leaves().forEach(this::finish);
            hulls.values().stream().filter(Hull::addsStates).forEach(hull -> inside(hull.media()));
        }

        /**
         * Holds what this run recovered against the contract. Runs that end in the same state show the same, as a
         * target shows nothing that its recovery reads: the metadata.
         */
        private void examine(RecoveryRun run, List<Pin> pins) {
            if (run.refusal() != null) {
                report(new Finding(-1, stack.table().sectors(), -1), run.refusal(), pins);
                return;
            }
            funnel.countRecovered(run.state());
            List<Located> located = run.located();
            observer.recovered(depth, run.state(), located, run.media());
            List<Located> toExamine = located.stream()
                    .filter(where -> !(admissible.contains(where) && asBefore(where, run.media()))).toList();
            List<Finding> findings = new Examination(contract, pool).examine(toExamine, run.media());
            findings.forEach(finding -> report(finding, null, pins));
            if (findings.isEmpty()) {
                toExamine.stream().filter(examined -> asBefore(examined, run.media())).forEach(admissible::add);
            }
        }

        /**
         * Whether any run of this layer that finds its sectors there shows the same: neither recovery nor a decision
         * has changed what is there, or it is a content and no place.
         */
        private boolean asBefore(Located located, List<SectorSets> recovered) {
            if (located instanceof Located.OnDisk onDisk) {
                return recovered.get(onDisk.disk()).untouchedHere(onDisk.diskSector(), onDisk.sectors());
            }
            return located instanceof Located.Content;
        }

        /** Crashes a recovery that has ended. */
        private void finish(RunGraph.Node leaf) {
            if (depth < bounds.depth() && !leaf.written().isEmpty()) {
                List<SectorSets> crashed = crashed(leaf.decided());
                int[] stops = {0};
                CrashInside.replay(stack, leaf.written(), crashed,
                        () -> crashInside(crashed, new HullKey(stops[0]++, leaf.foundFirst())));
            }
        }

        private void crashInside(List<SectorSets> crashed, HullKey key) {
            if (exact) {
                inside(crashed);
            } else {
                hulls.computeIfAbsent(key, k -> new Hull(media)).add(crashed);
            }
        }

        private void inside(List<SectorSets> crashed) {
            long inside = fingerprint;
            for (SectorSets medium : crashed) {
                inside = inside * 31 + medium.fingerprint();
            }
            Integer before = explored.get(inside);
            boolean isNew = before == null || before > depth + 1;
            if (isNew && recoveriesLeft <= 0) {
                funnel.countLeft(1);
            } else if (isNew) {
                explored.put(inside, depth + 1);
                funnel.countNestedPoint();
                new Layer(crashed, depth + 1, inside).explore();
            }
        }

        /** The media as the power failure left them, with what is decided. */
        private List<SectorSets> crashed(Iterable<Pin> decided) {
            List<SectorSets> crashed = media.stream().map(SectorSets::above).toList();
            decided.forEach(pin -> crashed.get(pin.disk()).settle(pin.sector(), pin.values()));
            return crashed;
        }

        private void report(Finding finding, String refusal, List<Pin> pins) {
            if (found.containsKey(finding.sector())) {
                return;
            }
            List<Violation.Decided> state = pins.stream().map(this::decided).toList();
            List<SectorSets> crashed = crashed(pins);
            Violation violation;
            if (refusal != null) {
                violation = new Violation(Violation.Kind.REFUSED, point, -1, finding.sectors(),
                        "the device can be activated", refusal, "", depth, state);
            } else {
                String what = finding.value() < 0 ? "an I/O error" : narrator.found(finding.value(), finding.sector());
                violation = new Violation(Violation.Kind.LOST, point, finding.sector(), finding.sectors(),
                        narrator.promised(contract, finding.sector()), what,
                        narrator.why(contract, crashed, finding.sector()), depth, state);
            }
            found.put(finding.sector(), new Found(violation, finding.value(), crashed));
        }

        private Violation.Decided decided(Pin pin) {
            Stack.Disk disk = stack.disks().get(pin.disk());
            return new Violation.Decided(disk.name(), pin.sector(), disk.unitBytes(), pin.values()[0]);
        }
    }
}
