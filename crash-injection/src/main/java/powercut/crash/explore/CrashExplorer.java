package powercut.crash.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import powercut.crash.explore.Examination.Finding;
import powercut.crash.explore.RecoveryRun.Pin;
import powercut.crash.explore.RecoveryRun.Stop;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * Explores all crash states of a crash point by lazy branching: recovery runs, and where it reads a sector with several
 * possible values, the run splits. A sector that recovery never reads splits nothing; {@link Examination} tests its values one
 * by one.
 *
 * <p><b>Merging.</b> Values of one sector that leave recovery in the same state at its next undecided read (or at its end) are
 * followed once, as one class: what comes later cannot tell them apart. So a metadata area of which every sector may be old or
 * new costs a number of runs that is quadratic in its length, not exponential, as long as recovery treats both alike. Only
 * siblings merge, so the states followed stay a product of sets and nothing impossible is added.
 *
 * <p><b>Crash inside recovery.</b> What recovery wrote is replayed on the media, and at the end of each of its flush epochs the
 * exploration begins anew, up to the depth in {@link Bounds}.
 */
public final class CrashExplorer {
    /**
     * Where the exploration stops.
     *
     * @param depth how many power failures in a row: 1 is no crash inside recovery, 2 crashes recovery once
     * @param recoveriesPerPoint how many recoveries one crash point may take; branches beyond are counted, not followed
     */
    public record Bounds(int depth, long recoveriesPerPoint) {
        /** Crashes inside the recovery from a crash inside recovery; a million recoveries for one crash point. */
        public static final Bounds DEFAULT = new Bounds(3, 1_000_000);
    }

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
        this.observer = observer;
        this.stack = stack;
        this.pool = pool;
        this.bounds = bounds;
        this.narrator = narrator;
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
        int before = funnel.violations().size();
        new Point(point, contract).explore(media, 1, 0);
        return funnel.violations().size() - before;
    }

    /** The exploration of one crash point. */
    private final class Point {
        private final CrashPoint point;
        private final SectorSets contract;
        private final Map<Long, Integer> seen = new HashMap<>(); // fingerprint of nested media -> least depth explored
        private final Map<Long, Violation> found = new HashMap<>(); // by first wrong sector
        private long recoveriesLeft = bounds.recoveriesPerPoint();

        Point(CrashPoint point, SectorSets contract) {
            this.point = point;
            this.contract = contract;
        }

        /**
         * @param fingerprint tells {@code media} from other media of this point
         */
        void explore(List<SectorSets> media, int depth, long fingerprint) {
            List<Pin> none = List.of();
            follow(run(media, none, depth), media, none, depth, fingerprint);
        }

        /** Goes on from a run: splits at its stop, or explores crashes inside the recovery that it completed. */
        private void follow(RecoveryRun run, List<SectorSets> media, List<Pin> pins, int depth, long fingerprint) {
            Stop stop = run.stop();
            if (stop == null) {
                crashInside(run, media, pins, depth, fingerprint);
                return;
            }
            Map<List<Long>, Branch> branches = new LinkedHashMap<>();
            for (int value : stop.values()) {
                if (recoveriesLeft == 0) {
                    funnel.countLeft(1);
                    continue;
                }
                Pin pin = new Pin(stop.disk(), stop.sector(), new int[] {value});
                RecoveryRun next = run(media, append(pins, pin), depth);
                branches.computeIfAbsent(mergeKey(stop, next, value), key -> new Branch(next)).add(value);
            }
            for (Branch branch : branches.values()) {
                Pin pin = new Pin(stop.disk(), stop.sector(), branch.values);
                follow(branch.run, media, append(pins, pin), depth, fingerprint);
            }
        }

        private RecoveryRun run(List<SectorSets> media, List<Pin> pins, int depth) {
            recoveriesLeft--;
            funnel.countRecovery();
            RecoveryRun run = new RecoveryRun(stack, pool, media, pins);
            run.run((device, disks) -> {
                List<Located> runs = Located.all(device, disks);
                observer.recovered(depth, run.state(), runs, disks);
                for (Finding finding : new Examination(contract).examine(runs, disks)) {
                    report(finding, media, pins, depth);
                }
            });
            if (run.refusal() != null) {
                reportRefusal(run.refusal(), pins, depth);
            } else if (run.stop() == null) {
                funnel.countRecovered(run.state());
            }
            return run;
        }

        /** Values with equal keys go on as one. */
        private List<Long> mergeKey(Stop stop, RecoveryRun next, int value) {
            Stop then = next.stop();
            if (next.refusal() != null) {
                return List.of(0L, (long) value);
            }
            if (then == null) {
                return List.of(1L, next.state(), next.writtenFingerprint());
            }
            if (!then.mergeable() || then.read() == stop.read()) {
                return List.of(2L, (long) value);
            }
            return List.of(3L, (long) then.disk(), then.sector(), then.state());
        }

        private void crashInside(RecoveryRun run, List<SectorSets> media, List<Pin> pins, int depth, long fingerprint) {
            if (depth == bounds.depth() || run.written().isEmpty()) {
                return;
            }
            List<SectorSets> crashed = media.stream().map(SectorSets::above).toList();
            pins.forEach(pin -> crashed.get(pin.disk()).settle(pin.sector(), pin.values()));
            CrashInside.replay(stack, run.written(), crashed, () -> exploreInside(crashed, depth, fingerprint));
        }

        private void exploreInside(List<SectorSets> crashed, int depth, long below) {
            long fingerprint = below;
            for (SectorSets medium : crashed) {
                fingerprint = fingerprint * 31 + medium.fingerprint();
            }
            Integer explored = seen.get(fingerprint);
            if (explored == null || explored > depth + 1) {
                seen.put(fingerprint, depth + 1);
                funnel.countNestedPoint();
                explore(crashed, depth + 1, fingerprint);
            }
        }

        private void report(Finding finding, List<SectorSets> media, List<Pin> pins, int depth) {
            if (found.containsKey(finding.sector())) {
                return;
            }
            List<SectorSets> crashed = media.stream().map(SectorSets::above).toList();
            pins.forEach(pin -> crashed.get(pin.disk()).settle(pin.sector(), pin.values()[0]));
            String what = finding.value() < 0 ? "an I/O error" : narrator.found(finding.value(), finding.sector());
            add(new Violation(point, finding.sector(), finding.sectors(), narrator.promised(contract, finding.sector()), what,
                    narrator.why(crashed, finding.sector()), depth, decided(pins)));
        }

        private void reportRefusal(String refusal, List<Pin> pins, int depth) {
            if (!found.containsKey(-1L)) {
                add(new Violation(point, -1, stack.table().sectors(), "the device can be activated", refusal, "", depth, decided(pins)));
            }
        }

        private void add(Violation violation) {
            found.put(violation.sector(), violation);
            funnel.add(violation);
        }

        private List<Violation.Decided> decided(List<Pin> pins) {
            return pins.stream()
                    .map(pin -> new Violation.Decided(stack.disks().get(pin.disk()).name(), pin.sector(), pin.values()[0]))
                    .toList();
        }
    }

    /** Values of a sector that recovery cannot tell apart, with the run of the first. */
    private static final class Branch {
        private final RecoveryRun run;
        private int[] values = {};

        Branch(RecoveryRun run) {
            this.run = run;
        }

        void add(int value) {
            values = Arrays.copyOf(values, values.length + 1);
            values[values.length - 1] = value;
        }
    }

    private static List<Pin> append(List<Pin> pins, Pin pin) {
        List<Pin> all = new ArrayList<>(pins);
        all.add(pin);
        return all;
    }
}
