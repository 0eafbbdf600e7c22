package powercut.crash.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import powercut.crash.explore.RecoveryRun.Pin;
import powercut.crash.explore.RecoveryRun.Stop;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * All that recovery may do on one set of media: runs split at undecided reads, and meet where they are in the same
 * state.
 *
 * <p>A run that comes to a node already known goes on from there with a value that no run has taken yet, as what it
 * does then is what any run would do that comes there. So few runs take all the edges.
 */
final class RunGraph {
    private final Stack stack;
    private final ContentPool pool;
    private final List<SectorSets> media;
    private final boolean exact; // merge only values of one sector, not runs that came different ways
    private final Map<NodeKey, Node> nodes = new TreeMap<>();
    private final Map<LeafKey, Node> leaves = new LinkedHashMap<>();
    private final Deque<Node> open = new ArrayDeque<>(); // with values that no run has taken, oldest first
    private long numbers; // of nodes

    /** Looks at a recovered device, the first in its state. */
    interface LeafVisitor {
        /** @param pins what the run has decided */
        void visit(RecoveryRun recovered, List<Pin> pins);
    }

    /** @param media not changed */
    RunGraph(Stack stack, ContentPool pool, List<SectorSets> media, boolean exact) {
        this.stack = stack;
        this.pool = pool;
        this.media = media;
        this.exact = exact;
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

    /** A decision, and where it leads. */
    private record Edge(int value, Node to) {}

    /** An undecided read, or the end of recovery, with all runs that come there. */
    static final class Node {
        private final Stop stop; // null: recovery has ended
        private final List<RecoveryIo> written; // by a recovery that has ended
        private final List<Pin> first; // the decisions of the run that came here first
        private final long number;
        /** What the sectors decided so far hold in any run; by disk and sector. */
        private final Map<Long, Pin> sets = new TreeMap<>();
        private final List<Edge> out = new ArrayList<>();
        private int taken; // so many of the values have been taken
        private boolean reached; // some way here is in sets

        private Node(Stop stop, List<RecoveryIo> written, List<Pin> first, long number) {
            this.stop = stop;
            this.written = written;
            this.first = List.copyOf(first);
            this.number = number;
        }

        /** What the recovery wrote that ended here. */
        List<RecoveryIo> written() {
            return written;
        }

        /** What the decided sectors hold in any run that comes here. */
        Iterable<Pin> decided() {
            return sets.values();
        }

        /** What the runs found that come here, in the undecided sector that they read first: the superblock, say. */
        List<Integer> foundFirst() {
            return first.isEmpty() ? List.of()
                    : Arrays.stream(sets.get(first.get(0).where()).values()).boxed().toList();
        }

        /** How many values no run has taken. */
        private int untaken() {
            return stop.values().length - taken;
        }

        private Pin pin(int value) {
            return new Pin(stop.disk(), stop.sector(), new int[] {value});
        }

        private void passOn(List<SectorSets> media) {
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

    /**
     * Makes the runs, until all edges are taken. Once.
     *
     * @param recoveriesMax how many runs there may be, at least 1
     * @param funnel counts them, and the values that were left
     * @param visitor is shown each recovered device that is new
     * @return how many runs it took
     */
    long explore(long recoveriesMax, Funnel funnel, LeafVisitor visitor) {
        long recoveries = 0;
        Node begin = null;
        do {
            recoveries++;
            funnel.countRecovery();
            new Walk(begin).walk(visitor);
            begin = nextOpen();
        } while (begin != null && recoveries < recoveriesMax);
        open.forEach(node -> funnel.countLeft(node.untaken()));
        nodes.values().forEach(node -> node.passOn(media));
        return recoveries;
    }

    /** Where recovery ends, in the order in which it was found. */
    Iterable<Node> leaves() {
        return leaves.values();
    }

    private Node nextOpen() {
        while (!open.isEmpty() && open.peek().untaken() == 0) {
            open.remove();
        }
        return open.peek();
    }

    /**
     * One run. Of every undecided sector that it meets it takes a value that no run has taken in this state; it stops
     * where there is none left.
     */
    private final class Walk implements RecoveryRun.Decider {
        private final List<Pin> pins = new ArrayList<>();
        private Node last; // where it decided last; null before the first
        private int value; // that it took there

        /** @param begin where its first new decision is; null: at the first undecided sector */
        Walk(Node begin) {
            if (begin != null) {
                pins.addAll(begin.first);
                take(begin);
            }
        }

        void walk(LeafVisitor visitor) {
            RecoveryRun run = new RecoveryRun(stack, pool, media, pins, this);
            run.run();
            if (run.stop() == null) {
                LeafKey key = key(run);
                Node leaf = leaves.get(key);
                if (leaf == null) {
                    leaf = new Node(null, run.written(), pins, ++numbers);
                    leaves.put(key, leaf);
                    visitor.visit(run, pins);
                }
                arrive(leaf);
            }
        }

        @Override
        public int decide(Stop stop) {
            boolean mergeable = stop.mergeable() && (last == null || stop.read() != last.stop.read());
            NodeKey key = new NodeKey(stop.read(), stop.disk(), stop.sector(), stop.state(),
                    !mergeable ? ++numbers : exact ? parent() : 0);
            Node node = nodes.get(key);
            if (node == null) {
                node = new Node(stop, List.of(), pins, ++numbers);
                nodes.put(key, node);
                open.add(node);
            }
            arrive(node);
            return node.untaken() == 0 ? NONE : take(node);
        }

        @Override
        public boolean wantsLocated(RecoveryRun recovered) {
            return !leaves.containsKey(key(recovered));
        }

        private LeafKey key(RecoveryRun run) {
            return new LeafKey(run.state(), run.writtenFingerprint(), run.refusal(), exact ? parent() : 0);
        }

        private int take(Node node) {
            last = node;
            value = node.stop.values()[node.taken++];
            pins.add(node.pin(value));
            return value;
        }

        private void arrive(Node node) {
            if (last != null) {
                last.out.add(new Edge(value, node));
            }
        }

        private long parent() {
            return last == null ? 0 : last.number;
        }
    }
}
