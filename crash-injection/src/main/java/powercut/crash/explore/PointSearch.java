package powercut.crash.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import powercut.crash.explore.CrashExplorer.Bounds;
import powercut.crash.explore.Examination.Finding;
import powercut.crash.explore.RecoveryRun.Pin;
import powercut.crash.explore.RecoveryRun.Stop;
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
    private final Map<Long, Violation> found = new LinkedHashMap<>(); // by first wrong sector
    private long recoveriesLeft;
    private long nodes;

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

    /** All violations, one for each first wrong sector. */
    List<Violation> explore(List<SectorSets> media) {
        new Layer(media, 1, 0).explore();
        return List.copyOf(found.values());
    }

    /**
     * Runs that stopped at the same read in the same state.
     *
     * <p>Ordered by the read, so that a node is taken only when all runs that lead to it have been made.
     *
     * @param apart 0, or a number that keeps it from merging
     */
    private record NodeKey(int read, int disk, long sector, long state, long apart) implements Comparable<NodeKey> {
        @Override
        public int compareTo(NodeKey other) {
            int order = Integer.compare(read, other.read);
            order = order != 0 ? order : Integer.compare(disk, other.disk);
            order = order != 0 ? order : Long.compare(sector, other.sector);
            order = order != 0 ? order : Long.compare(state, other.state);
            return order != 0 ? order : Long.compare(apart, other.apart);
        }
    }

    /** Recoveries that ended in the same state, having written the same. */
    private record LeafKey(long state, long written, String refusal, long apart) {}

    /** Merged runs: the decisions of the first, and what the sectors decided so far hold in any of them. */
    private static final class Node {
        private final Stop stop; // null: recovery has ended
        private final List<RecoveryIo> written;
        private final List<Pin> first;
        private final Map<Long, Pin> sets = new TreeMap<>(); // by disk and sector
        private final long number;

        Node(RecoveryRun run, List<Pin> first, long number) {
            this.stop = run.stop();
            this.written = run.written();
            this.first = first;
            this.number = number;
        }

        void merge(Map<Long, Pin> more) {
            more.forEach((where, pin) -> sets.merge(where, pin, Pin::union));
        }
    }

    /**
     * Which crashed recoveries are explored together: those crashed at their n-th stop, and that found the same in the sector
     * they read first (a superblock says how to read all others; states mixed over it would be many and impossible).
     */
    private record HullKey(int stop, List<Integer> superblock) {}

    /** Media that include all those which several recoveries, crashed at the same stop, leave behind. */
    private static final class Hull {
        private final List<SectorSets> before; // what the recoveries began with
        private final List<SectorSets> media;
        private boolean empty = true;

        Hull(List<SectorSets> before) {
            this.before = before;
            media = before.stream().map(SectorSets::above).toList();
        }

        void add(List<SectorSets> crashed) {
            for (int i = 0; i < media.size(); i++) {
                SectorSets hull = media.get(i);
                SectorSets more = crashed.get(i);
                long[] touched = LongStream.concat(Arrays.stream(hull.touchedHere()), Arrays.stream(more.touchedHere()))
                        .distinct().toArray();
                for (long sector : touched) {
                    int[] added = more.possible(sector);
                    hull.settle(sector, empty ? added : SectorSets.union(hull.possible(sector), added));
                }
            }
            empty = false;
        }

        /** Whether there are states here that the media before did not have; those have been explored. */
        boolean addsStates() {
            for (int i = 0; i < media.size(); i++) {
                for (long sector : media.get(i).touchedHere()) {
                    int[] known = before.get(i).possible(sector);
                    if (SectorSets.union(known, media.get(i).possible(sector)).length > known.length) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** The exploration of one set of media: those at the crash point, or those after a crash inside recovery. */
    private final class Layer {
        private final List<SectorSets> media;
        private final int depth;
        private final long fingerprint; // tells these media from others of this point
        private final TreeMap<NodeKey, Node> open = new TreeMap<>();
        private final Map<LeafKey, Node> leaves = new LinkedHashMap<>();
        private final Map<HullKey, Hull> hulls = new LinkedHashMap<>();
        private final Set<Located> admissible = new HashSet<>(); // only asked whether it contains

        Layer(List<SectorSets> media, int depth, long fingerprint) {
            this.media = media;
            this.depth = depth;
            this.fingerprint = fingerprint;
        }

        void explore() {
            place(run(List.of()), List.of(), Map.of(), null);
            while (!open.isEmpty()) {
                split(open.pollFirstEntry().getValue());
            }
            leaves.values().forEach(this::finish);
            hulls.values().stream().filter(Hull::addsStates).forEach(hull -> inside(hull.media));
        }

        private void split(Node node) {
            for (int value : node.stop.values()) {
                if (recoveriesLeft == 0) {
                    funnel.countLeft(1);
                    continue;
                }
                Pin pin = new Pin(node.stop.disk(), node.stop.sector(), new int[] {value});
                List<Pin> pins = new ArrayList<>(node.first);
                pins.add(pin);
                Map<Long, Pin> sets = new TreeMap<>(node.sets);
                sets.put(pin.where(), pin);
                place(run(pins), pins, sets, node);
            }
        }

        private RecoveryRun run(List<Pin> pins) {
            recoveriesLeft--;
            funnel.countRecovery();
            RecoveryRun run = new RecoveryRun(stack, pool, media, pins);
            run.run();
            return run;
        }

        private void place(RecoveryRun run, List<Pin> pins, Map<Long, Pin> sets, Node parent) {
            Stop stop = run.stop();
            Node node;
            if (stop == null) {
                LeafKey key = new LeafKey(run.state(), run.writtenFingerprint(), run.refusal(), exact && parent != null ? parent.number : 0);
                node = leaves.computeIfAbsent(key, k -> new Node(run, pins, ++nodes));
                examine(run, pins);
            } else {
                boolean mergeable = stop.mergeable() && (parent == null || stop.read() != parent.stop.read());
                long apart = !mergeable ? ++nodes : exact && parent != null ? parent.number : 0;
                NodeKey key = new NodeKey(stop.read(), stop.disk(), stop.sector(), stop.state(), apart);
                node = open.computeIfAbsent(key, k -> new Node(run, pins, ++nodes));
            }
            node.merge(sets);
        }

        /**
         * Holds what this run recovered against the contract. Runs that were merged into this one recovered the same, as a
         * target shows nothing that its recovery has read: the metadata.
         */
        private void examine(RecoveryRun run, List<Pin> pins) {
            if (run.refusal() != null) {
                report(new Finding(-1, stack.table().sectors(), -1), run.refusal(), pins);
                return;
            }
            funnel.countRecovered(run.state());
            observer.recovered(depth, run.state(), run.located(), run.media());
            List<Located> toExamine = run.located().stream().filter(located -> !admissible.contains(located)).toList();
            List<Finding> findings = new Examination(contract).examine(toExamine, run.media());
            findings.forEach(finding -> report(finding, null, pins));
            if (findings.isEmpty()) {
                toExamine.stream().filter(located -> asBefore(located, run.media())).forEach(admissible::add);
            }
        }

        /** Whether neither recovery nor a decision has changed what is there, so that any run of this layer shows the same. */
        private boolean asBefore(Located located, List<SectorSets> recovered) {
            return located.disk() != Located.UNREADABLE
                    && recovered.get(located.disk()).untouchedHere(located.diskSector(), located.sectors());
        }

        /** Crashes a recovery that has ended. */
        private void finish(Node leaf) {
            if (depth < bounds.depth() && !leaf.written.isEmpty()) {
                List<SectorSets> crashed = crashed(leaf.sets.values());
                int[] stops = {0};
                List<Integer> superblock = leaf.first.isEmpty() ? List.of() : List.of(leaf.first.get(0).values()[0]);
                CrashInside.replay(stack, leaf.written, crashed, () -> crashInside(crashed, new HullKey(stops[0]++, superblock)));
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
            if (before == null || before > depth + 1) {
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
            List<Violation.Decided> state = pins.stream()
                    .map(pin -> new Violation.Decided(stack.disks().get(pin.disk()).name(), pin.sector(), pin.values()[0]))
                    .toList();
            Violation violation;
            if (refusal != null) {
                violation = new Violation(point, -1, finding.sectors(), "the device can be activated", refusal, "", depth, state);
            } else {
                String what = finding.value() < 0 ? "an I/O error" : narrator.found(finding.value(), finding.sector());
                violation = new Violation(point, finding.sector(), finding.sectors(), narrator.promised(contract, finding.sector()),
                        what, narrator.why(crashed(pins), finding.sector()), depth, state);
            }
            found.put(finding.sector(), violation);
        }
    }
}
