package powercut.crash.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.CrashPoint;
import powercut.crash.explore.MappedDevices;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.dm.BrokenInvariant;
import powercut.dm.MappedDevice;
import powercut.runtime.Completion;
import powercut.runtime.DeadlockException;
import powercut.runtime.FirstChooser;
import powercut.runtime.LivelockException;
import powercut.runtime.SimulatedRuntime;

/**
 * Compares a target with the corrected one, for defects that no power failure shows. Both do the same operations on
 * disks like those of a {@link WorkloadRun} and with nothing left to chance; what a user or a disk can see of them must
 * be the same, and after everything else what a tracepoint can see, how often each work item has run; up to the first
 * power failure in the workload. An asynchronous bio is submitted and not waited for until the next operation that is
 * not asynchronous has been done; only then one looks.
 */
public final class Conformance {
    private static final long SETTLE_MS = 1; // what needs no longer timer happens in it

    private final Workload workload;
    private final Stack stack;
    private final List<DiskFault> faults;
    private final List<Seen> seen = new ArrayList<>();

    /** Something to be seen: when, and what, in words. */
    private record Seen(String when, String what) {}

    /** A bio; {@code result} tells what became of it once {@code done} is complete. */
    private static final class UnderWay {
        private final String when;
        private final Completion done;
        private String result;

        UnderWay(String when, Completion done) {
            this.when = when;
            this.done = done;
        }
    }

    private Conformance(Workload workload, Stack stack, List<DiskFault> faults) {
        this.workload = workload;
        this.stack = stack;
        this.faults = faults;
    }

    /**
     * The first difference, if there is one.
     *
     * @param workload whose faults are of these disks
     * @param corrected with the same table and disks as {@code other}
     * @param faults of the disks of both
     */
    public static Optional<Violation> difference(Workload workload, Stack corrected, Stack other,
            List<DiskFault> faults) {
        List<Seen> expected = new Conformance(workload, corrected, faults).run();
        List<Seen> actual = new Conformance(workload, other, faults).run();
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                CrashPoint point = new CrashPoint(0, expected.get(i).when() + ", with the power on", null);
                return Optional.of(new Violation(Violation.Kind.DIFFERENCE, point, -1, other.table().sectors(),
                        "as the corrected target: " + expected.get(i).what(), actual.get(i).what(), "", 0, List.of()));
            }
        }
        return Optional.empty(); // the last line of both is the same, so neither goes on
    }

    private List<Seen> run() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser(), workload.stepsMax());
        ContentPool pool = new ContentPool();
        Session session = new Session(pool,
                stack.disks().stream().map(disk -> SectorSets.zeros(SectorSets.Rule.MEDIUM)).toList(),
                SectorSets.zeros(SectorSets.Rule.CONTRACT));
        SessionDisks disks = new SessionDisks(stack, faults, pool, runtime, session);
        Machine machine = new Machine(runtime, session, disks, stack.devices(runtime, disks.devices(),
                line -> seen.add(new Seen("in the log", line))));
        try {
            runtime.run(machine::live);
        } catch (DeadlockException | LivelockException | BrokenInvariant e) {
            machine.see("goes no further: " + e.getMessage());
        }
        runtime.workRuns().forEach(machine::see);
        machine.see("the end");
        return seen;
    }

    /** The machine, in the runtime's main task. */
    private final class Machine {
        private final SimulatedRuntime runtime;
        private final Session session;
        private final SessionDisks disks;
        private final MappedDevice device;
        private final Administrator administrator;
        private String when = "at the table";
        private final Deque<UnderWay> underWay = new ArrayDeque<>();
        private int eventsSeen;

        Machine(SimulatedRuntime runtime, Session session, SessionDisks disks, MappedDevices devices) {
            this.runtime = runtime;
            this.session = session;
            this.disks = disks;
            this.device = devices.top();
            this.administrator = new Administrator(devices, stack.table());
        }

        private void see(String what) {
            seen.add(new Seen(when, what));
        }

        /** Returns whether it was done. */
        private boolean sees(Administrator.Answer answer) {
            see(answer.words());
            return !answer.isRefusal();
        }

        void live() {
            if (!sees(administrator.load(stack.table()))) {
                return;
            }
            device.resume();
            observe();
            for (int number = 0; number < workload.ops().size(); number++) {
                Op op = workload.ops().get(number);
                when = "after op " + number + " (" + op + ")";
                if (op.kind() == Op.Kind.CRASH) {
                    return;
                }
                execute(number, op);
                if (!op.async()) {
                    awaitAll();
                    observe();
                }
            }
            awaitAll();
            observe();
        }

        private void execute(int number, Op op) {
            switch (op.kind()) {
                case WRITE, READ, DISCARD, FLUSH -> submit(op.bio(number));
                case SUSPEND -> administrator.turn(this::look);
                case RELOAD -> {
                    if (sees(administrator.load(op))) {
                        administrator.turn(this::look);
                    }
                }
                case MESSAGE, MGR, SYSFS -> sees(administrator.tell(op));
                case WAKE -> runtime.wake(op.message());
                case PAUSE -> Pause.of(op.pauseMs(), runtime);
                case FAULT -> inject(op);
                case WAIT, CRASH -> { }
            }
        }

        private void inject(Op op) {
            try {
                disks.inject(DiskFault.parse(op.message(), stack));
            } catch (BadInputException e) {
                throw new IllegalArgumentException("the workload does not fit the disks", e);
            }
        }

        private void submit(Bio bio) {
            Completion done = runtime.completion(when);
            UnderWay op = new UnderWay(when, done);
            long submittedMs = runtime.nowMs();
            bio.onEnd(ended -> {
                op.result = result(bio) + ", " + (runtime.nowMs() - submittedMs) + " ms after it was submitted";
                done.complete();
            });
            underWay.add(op);
            device.submit(bio);
        }

        private void awaitAll() {
            for (UnderWay op = underWay.poll(); op != null; op = underWay.poll()) {
                op.done.await();
                seen.add(new Seen(op.when, op.result));
            }
        }

        /** At once, and again when nothing is going on any more; then the I/O that it took. */
        private void observe() {
            look();
            Pause.of(SETTLE_MS, runtime);
            look();
            for (IoEvent event : session.events().subList(eventsSeen, session.events().size())) {
                if (!event.end() && event.op() != Bio.Op.READ) {
                    see(event.what());
                }
            }
            eventsSeen = session.events().size();
            see("no more I/O");
        }

        private void look() {
            administrator.look().forEach(this::see);
        }

        private static String result(Bio bio) {
            if (bio.op() != Bio.Op.READ) {
                return "it ends with " + bio.status();
            }
            CRC32 crc = new CRC32();
            crc.update(bio.data(), bio.dataOffset(), Math.toIntExact(bio.sectors() * Sectors.BYTES));
            return "it ends with " + bio.status() + ", data of CRC-32 " + Long.toHexString(crc.getValue());
        }
    }
}
