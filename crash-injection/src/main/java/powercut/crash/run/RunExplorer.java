package powercut.crash.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import powercut.crash.contract.Provenance;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.CrashPoint;
import powercut.crash.explore.Narrator;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.values.SectorSets;

/** Explores a crash after every acknowledgement of a run and at the end of every flush epoch of every disk. */
public final class RunExplorer {
    private final WorkloadRun run;
    private final Stack stack;
    private final CrashExplorer explorer;
    private final Narrator narrator;
    private final List<Violation> live = new ArrayList<>();
    private int points;

    /**
     * @param run has run
     */
    public RunExplorer(WorkloadRun run, Stack stack, CrashExplorer explorer, Narrator narrator) {
        this.run = run;
        this.stack = stack;
        this.explorer = explorer;
        this.narrator = narrator;
    }

    /** Explores all sessions, up to the first violation if {@code firstOnly}. */
    public void explore(boolean firstOnly) {
        explore(firstOnly, point -> { });
    }

    /** The same; {@code progress} is told the number of each crash point before it is explored. */
    public void explore(boolean firstOnly, IntConsumer progress) {
        for (Session session : run.sessions()) {
            SessionWalk walk = new SessionWalk(stack, session, run.reloadsUnderFaults(),
                    new Crasher(true, firstOnly, progress));
            walk.run();
            if (!(firstOnly && violated())) {
                explorer.explore(new CrashPoint(points++, "at the end of the session", null), walk.media(),
                        walk.contract());
            }
        }
        reportHang();
    }

    /** Explores nothing: only looks at what was seen with the power on. */
    public void watch() {
        for (Session session : run.sessions()) {
            new SessionWalk(stack, session, run.reloadsUnderFaults(), new Crasher(false, false, point -> { })).run();
        }
        reportHang();
    }

    private void reportHang() {
        if (run.hang() != null) {
            String when = "after " + run.opsBegun() + (run.opsBegun() == 1 ? " operation" : " operations")
                    + ", with the power on";
            live.add(new Violation(Violation.Kind.HANG, new CrashPoint(points, when, null), -1,
                    stack.table().sectors(), "every operation ends", run.hang(), "", 0, List.of()));
        }
    }

    private boolean violated() {
        return !violations().isEmpty();
    }

    /** Everything found, with the power on or after a power failure. */
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>(live);
        all.addAll(explorer.funnel().violations());
        return all;
    }

    /** All writes to the mapped device, as sources of values. */
    public static List<Provenance.Source> sources(WorkloadRun run) {
        List<Provenance.Source> sources = new ArrayList<>();
        for (Session session : run.sessions()) {
            for (IoEvent event : session.events()) {
                for (int i = 0; event.disk() == IoEvent.TOP && !event.end() && event.values() != null
                        && i < event.sectors(); i++) {
                    sources.add(new Provenance.Source(event.values()[i], event.sector() + i, event.what()));
                }
            }
        }
        return sources;
    }

    private final class Crasher implements SessionWalk.Visitor {
        private final boolean crashes;
        private final boolean firstOnly;
        private final IntConsumer progress;

        Crasher(boolean crashes, boolean firstOnly, IntConsumer progress) {
            this.crashes = crashes;
            this.firstOnly = firstOnly;
            this.progress = progress;
        }

        @Override
        public void crashPoint(String when, List<SectorSets> media, SectorSets contract) {
            if (crashes && !(firstOnly && violated())) {
                progress.accept(points);
                explorer.explore(new CrashPoint(points++, when, null), media, contract);
            }
        }

        @Override
        public void wrong(IoEvent event, long sector, int value, SectorSets current) {
            violate(Violation.Kind.WRONG_READ, event, sector, narrator.found(value, sector), current);
        }

        /** Where disks have faults an error may be reported. */
        @Override
        public void failed(IoEvent event, SectorSets current) {
            if (run.faults().isEmpty()) {
                violate(Violation.Kind.ERROR, event, event.sector(), "an I/O error without a fault", current);
            }
        }

        private void violate(Violation.Kind kind, IoEvent event, long sector, String found, SectorSets current) {
            String when = "at the end of " + event.what() + ", with the power on";
            live.add(new Violation(kind, new CrashPoint(points, when, null), sector, 1,
                    narrator.promised(current, sector), found, "", 0, List.of()));
        }
    }
}
