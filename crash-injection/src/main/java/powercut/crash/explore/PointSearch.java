package powercut.crash.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private final Map<Long, Found> found = new LinkedHashMap<>(); // by first wrong sector
    private long recoveriesLeft;
    private long numbers; // of nodes

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
     * Where runs meet: the same undecided read in the same state. Ordered by the read, so that every way to a node is
     * known when it comes up.
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

    /** An undecided read, or the end of recovery, with all runs that come there. */
    private static final class Node {
        private final Stop stop; // null: recovery has ended
        private final List<RecoveryIo> written; // by a recovery that has ended
        private final List<Pin> first; // the decisions of the run that came here first
        private final long number;
        /** What the sectors decided so far hold in any run; by disk and sector. */
        private final Map<Long, Pin> sets = new TreeMap<>();
        private final List<Edge> out = new ArrayList<>();
        private boolean reached; // some way here is in sets

        Node(Stop stop, List<RecoveryIo> written, List<Pin> first, long number) {
            this.stop = stop;
            this.written = written;
            this.first = List.copyOf(first);
            this.number = number;
        }

        Pin pin(int value) {
            return new Pin(stop.disk(), stop.sector(), new int[] {value});
        }

        void passOn(List<SectorSets> media) {
            for (Edge edge : out) {
                Map<Long, Pin> decided = new TreeMap<>(sets);
                Pin pin = pin(edge.value);
                decided.put(pin.where(), pin);
                edge.to.meet(decided, media);
            }
        }

        /** A sector that was decided on some of the ways here only may still, on the others, hold anything it could. */
        private void meet(Map<Long, Pin> decided, List<SectorSets> media) {
            if (reached) {
                Set<Long> once = new TreeSet<>(sets.keySet());
                once.addAll(decided.keySet());
                once.removeIf(where -> sets.containsKey(where) && decided.containsKey(where));
                for (long where : once) {
                    Pin pin = sets.containsKey(where) ? sets.get(where) : decided.get(where);
                    sets.put(where, new Pin(pin.disk(), pin.sector(), media.get(pin.disk()).possible(pin.sector())));
                }
            }
            decided.forEach((where, pin) -> sets.merge(where, pin, Pin::union));
            reached = true;
        }
    }

    /** A decision, and where it leads. */
    private record Edge(int value, Node to) {}

    /** A decision that no run has taken yet. */
    private record Decision(Node at, int value) {}

    /**
     * Which crashed recoveries are explored together: those crashed at their n-th stop, and that found the same in the
     * sector they read first (a superblock says how to read all others; states mixed over it would be many and
     * impossible).
     */
    private record HullKey(int stop, List<Integer> superblock) {}

    /** The exploration of one set of media: those at the crash point, or those after a crash inside recovery. */
    private final class Layer {
        private final List<SectorSets> media;
        private final int depth;
        private final long fingerprint; // tells these media from others of this point
        private final TreeMap<NodeKey, Node> nodes = new TreeMap<>();
        private final Map<LeafKey, Node> leaves = new LinkedHashMap<>();
        private final Deque<Decision> untaken = new ArrayDeque<>();
        private final Map<HullKey, Hull> hulls = new LinkedHashMap<>();
        private final Set<Located> admissible = new HashSet<>(); // only asked whether it contains

        Layer(List<SectorSets> media, int depth, long fingerprint) {
            this.media = media;
            this.depth = depth;
            this.fingerprint = fingerprint;
        }

        void explore() {
            new Walk(null).walk();
            while (!untaken.isEmpty() && recoveriesLeft > 0) {
                new Walk(untaken.remove()).walk();
            }
            funnel.countLeft(untaken.size());
            nodes.values().forEach(node -> node.passOn(media));
            leaves.values().forEach(this::finish);
            hulls.values().stream().filter(Hull::addsStates).forEach(hull -> inside(hull.media()));
        }

        /**
         * One run: it takes the first value of every undecided sector that no run has met in this state, and leaves the
         * others.
         */
        private final class Walk implements RecoveryRun.Decider {
            private final List<Pin> pins = new ArrayList<>();
            private Decision last; // null before the first

            Walk(Decision begin) {
                if (begin != null) {
                    pins.addAll(begin.at.first);
                    take(begin);
                }
            }

            void walk() {
                recoveriesLeft--;
                funnel.countRecovery();
                RecoveryRun run = new RecoveryRun(stack, pool, media, pins, this);
                run.run();
                if (run.stop() == null) {
                    LeafKey key = key(run);
                    if (!leaves.containsKey(key)) {
                        leaves.put(key, new Node(null, run.written(), pins, ++numbers));
                        examine(run, pins);
                    }
                    arrive(leaves.get(key));
                }
            }

            @Override
            public int decide(Stop stop) {
                boolean mergeable = stop.mergeable() && (last == null || stop.read() != last.at.stop.read());
                NodeKey key = new NodeKey(stop.read(), stop.disk(), stop.sector(), stop.state(),
                        !mergeable ? ++numbers : exact ? parent() : 0);
                Node known = nodes.get(key);
                if (known != null) {
                    arrive(known);
                    return NONE;
                }
                Node node = new Node(stop, List.of(), pins, ++numbers);
                nodes.put(key, node);
                arrive(node);
                for (int i = 1; i < stop.values().length; i++) {
                    untaken.add(new Decision(node, stop.values()[i]));
                }
                take(new Decision(node, stop.values()[0]));
                return stop.values()[0];
            }

            @Override
            public boolean wantsLocated(RecoveryRun recovered) {
                return !leaves.containsKey(key(recovered));
            }

            private LeafKey key(RecoveryRun run) {
                return new LeafKey(run.state(), run.writtenFingerprint(), run.refusal(), exact ? parent() : 0);
            }

            private void take(Decision decision) {
                last = decision;
                pins.add(decision.at.pin(decision.value));
            }

            private void arrive(Node node) {
                if (last != null) {
                    last.at.out.add(new Edge(last.value, node));
                }
            }

            private long parent() {
                return last == null ? 0 : last.at.number;
            }
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
        private void finish(Node leaf) {
            if (depth < bounds.depth() && !leaf.written.isEmpty()) {
                List<SectorSets> crashed = crashed(leaf.sets.values());
                int[] stops = {0};
                List<Integer> superblock = leaf.first.isEmpty() ? List.of() : List.of(leaf.first.get(0).values()[0]);
                CrashInside.replay(stack, leaf.written, crashed,
                        () -> crashInside(crashed, new HullKey(stops[0]++, superblock)));
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
