package powercut.crash.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import powercut.block.Bio;
import powercut.crash.BadInputException;
import powercut.crash.explore.MappedDevices;
import powercut.crash.explore.RecoveredImage;
import powercut.crash.explore.Stack;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.dm.BrokenInvariant;
import powercut.dm.Errno;
import powercut.dm.MappedDevice;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Chooser;
import powercut.runtime.Completion;
import powercut.runtime.DeadlockException;
import powercut.runtime.LivelockException;
import powercut.runtime.SimulatedRuntime;

/**
 * Drives a workload through a target on simulated disks and records everything. The workload, the chooser's answers and
 * the seed of the power failures are the run; the same three give the same bytes.
 */
public final class WorkloadRun {
    private static final int UNDER_WAY_MAX = 4; // asynchronous operations

    private final Workload workload;
    private final Stack stack;
    private final List<DiskFault> faults; // from each power on
    private final List<DiskFault> injected = new ArrayList<>(); // by operations
    private final ContentPool pool;
    private final Chooser chooser;
    private final SplittableRandom powerFailures;
    private final List<Session> sessions = new ArrayList<>();
    private final List<int[]> choices = new ArrayList<>(); // one list per session
    private final List<String> errorLines = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private String hang;
    private SessionDisks disks; // of the current session
    private long faultHits; // in the sessions before
    private int nextOp;

    /**
     * @param seed decides which crash state a power failure in the middle leaves
     */
    public WorkloadRun(Workload workload, Stack stack, ContentPool pool, Chooser chooser, long seed) {
        this(workload, stack, List.of(), pool, chooser, seed);
    }

    /**
     * @param faults of the disks, counted anew at each power on
     * @param seed decides which crash state a power failure in the middle leaves
     */
    public WorkloadRun(Workload workload, Stack stack, List<DiskFault> faults, ContentPool pool, Chooser chooser,
            long seed) {
        this.workload = workload;
        this.stack = stack;
        this.faults = List.copyOf(faults);
        this.pool = pool;
        this.chooser = chooser;
        this.powerFailures = new SplittableRandom(seed);
    }

    /** Runs it all. */
    public void run() throws TableException, TargetException {
        List<SectorSets> media = stack.disks().stream().map(disk -> SectorSets.zeros(SectorSets.Rule.MEDIUM)).toList();
        SectorSets contract = SectorSets.zeros(SectorSets.Rule.CONTRACT);
        boolean powered = true;
        while (powered) {
            Session session = new Session(pool, media, contract);
            sessions.add(session);
            boolean powerFailed = runSession(session);
            powered = powerFailed && hang == null;
            if (powered) {
                SessionWalk walk = new SessionWalk(stack, session, SessionWalk.BLIND);
                walk.run();
                media = fail(walk.media());
                RecoveredImage observed = RecoveredImage.of(stack, pool, media);
                powered = observed.refusal() == null; // the explorer reports a refusal, from the same crash point
                contract = powered ? promiseAgain(walk.contract(), observed.values()) : contract;
            }
        }
    }

    /**
     * What recovery has shown once must stay; what a sector held before may come back when it is discarded. Of a sector
     * that cannot be read the old promises stand, and the explorer reports them broken.
     */
    private SectorSets promiseAgain(SectorSets before, int[] observed) {
        SectorSets contract = before.above();
        String what = "what recovery showed after power failure " + sessions.size();
        for (int sector = 0; sector < observed.length; sector++) {
            if (observed[sector] != RecoveredImage.UNREADABLE) {
                contract.endDurable(contract.begin(what, sector, new int[] {observed[sector]}), "having been shown");
            }
        }
        return contract;
    }

    /** One crash state of those possible at the end of a session: every sector or atom takes one of its values. */
    private List<SectorSets> fail(List<SectorSets> media) {
        List<SectorSets> chosen = new ArrayList<>();
        for (int i = 0; i < stack.disks().size(); i++) {
            SectorSets medium = SectorSets.zeros(SectorSets.Rule.MEDIUM);
            for (long unit = 0; unit < stack.disks().get(i).units(); unit++) {
                int[] possible = media.get(i).possible(unit);
                int value = possible[possible.length == 1 ? 0 : powerFailures.nextInt(possible.length)];
                if (value != ContentPool.ZERO) {
                    medium.settle(unit, value);
                }
            }
            chosen.add(medium);
        }
        return chosen;
    }

    /** Runs until the workload or the power ends; returns whether it was the power. */
    private boolean runSession(Session session) throws TableException, TargetException {
        SimulatedRuntime runtime = new SimulatedRuntime(chooser, workload.stepsMax());
        faultHits = faultHits();
        disks = new SessionDisks(stack, faults, pool, runtime, session);
        Machine machine = new Machine(runtime, session, stack.devices(runtime, disks.devices(), errorLines::add));
        try {
            runtime.run(machine::live);
        } catch (DeadlockException | LivelockException | BrokenInvariant e) {
            hang = e.getMessage();
        }
        choices.add(runtime.choices());
        machine.rethrow();
        return machine.powerFailed;
    }

    /** The machine of one session, running operations of the workload in the runtime's main task. */
    private final class Machine {
        private final SimulatedRuntime runtime;
        private final Session session;
        private final MappedDevice device;
        private final Administrator administrator;
        private final Deque<Completion> underWay = new ArrayDeque<>();
        private boolean powerFailed;
        private TableException badTable;
        private TargetException refused;
        private TargetException mistake; // in the workload

        Machine(SimulatedRuntime runtime, Session session, MappedDevices devices) {
            this.runtime = runtime;
            this.session = session;
            this.device = devices.top();
            this.administrator = new Administrator(devices, stack.table());
        }

        void live() {
            try {
                stack.activate(device);
            } catch (TableException e) {
                badTable = e;
                return;
            } catch (TargetException e) {
                refused = e;
                return;
            }
            while (nextOp < workload.ops().size() && !powerFailed && mistake == null) {
                int number = nextOp++;
                execute(number, workload.ops().get(number));
            }
            if (!powerFailed) {
                awaitAll(0);
            }
        }

        private void execute(int number, Op op) {
            switch (op.kind()) {
                case WRITE, READ, DISCARD, FLUSH -> submit(number, op);
                case WAIT -> awaitAll(0);
                case PAUSE -> Pause.of(op.pauseMs(), runtime);
                case WAKE -> wake(number, op);
                case SUSPEND -> administrator.turn(() -> { });
                case RELOAD -> {
                    if (isDone(number, op, administrator.load(op))) {
                        administrator.turn(() -> { });
                    }
                }
                case MESSAGE, MGR, SYSFS -> perform(number, op, () -> isDone(number, op, administrator.tell(op)));
                case FAULT -> inject(number, op);
                case CRASH -> powerFailed = true;
            }
        }

        private void inject(int number, Op op) {
            try {
                DiskFault fault = DiskFault.parse(op.message(), stack);
                disks.inject(fault);
                injected.add(fault);
            } catch (BadInputException e) {
                mistake = new TargetException(where(number, op) + e.getMessage(), Errno.EINVAL);
            }
        }

        private void perform(int number, Op op, Runnable action) {
            if (op.async()) {
                Completion done = runtime.completion("op " + number);
                start(number, done, () -> {
                    action.run();
                    done.complete();
                });
            } else {
                action.run();
            }
        }

        private void wake(int number, Op op) {
            if (!runtime.wake(op.message())) {
                mistake = new TargetException(where(number, op) + "no such wait queue, expected one of "
                        + String.join(", ", new LinkedHashSet<>(runtime.waitQueues())), Errno.ENOENT);
            }
        }

        /** A refusal is noted, unless nobody could have answered otherwise: then the workload is mistaken. */
        private boolean isDone(int number, Op op, Administrator.Answer answer) {
            String words = where(number, op) + answer.words();
            if (!answer.addressed() && faults().isEmpty()) {
                mistake = new TargetException(words, answer.errno());
            } else if (answer.isRefusal()) {
                refusals.add(words);
            }
            return !answer.isRefusal();
        }

        private static String where(int number, Op op) {
            return "op " + number + " (" + op + "): ";
        }

        private void submit(int number, Op op) {
            Completion done = runtime.completion("op " + number);
            Bio bio = op.bio(number);
            if (op.async()) {
                start(number, done, () -> submit(number, op, bio, done));
            } else {
                submit(number, op, bio, done);
                done.await();
            }
        }

        private void start(int number, Completion done, Runnable body) {
            underWay.add(done);
            runtime.spawn("op " + number, body);
            awaitAll(UNDER_WAY_MAX);
        }

        private void submit(int number, Op op, Bio bio, Completion done) {
            int io = session.submittedOnTop(bio, "op " + number + " (" + op + ")");
            device.submit(bio.onEnd(ended -> {
                session.endedOnTop(io, ended);
                done.complete();
            }));
        }

        private void awaitAll(int leave) {
            while (underWay.size() > leave) {
                underWay.remove().await();
            }
        }

        /** A device that faults keep from coming up has reported them, and promises nothing new. */
        private void rethrow() throws TableException, TargetException {
            if (badTable != null) {
                throw badTable;
            }
            if (mistake != null) {
                throw mistake;
            }
            if (refused != null && faults.isEmpty()) {
                throw refused;
            }
        }
    }

    // ---- results

    public List<Session> sessions() {
        return sessions;
    }

    /** How many bios and loads have met a fault so far; 0 after a run with faults: it says nothing about them. */
    public long faultHits() {
        return faultHits + (disks == null ? 0 : disks.faultHits());
    }

    /** Whether a table was loaded anew on disks that fail. */
    boolean reloadsUnderFaults() {
        return !faults().isEmpty() && workload.ops().stream().anyMatch(op -> op.kind() == Op.Kind.RELOAD);
    }

    /** The faults of the disks, from the beginning and by operations so far. */
    public List<DiskFault> faults() {
        return Stream.concat(faults.stream(), injected.stream()).toList();
    }

    /** The chooser's answers, one list per session. */
    public List<int[]> choices() {
        return choices;
    }

    /** What hangs, as the runtime reports it; null if nothing does. */
    public String hang() {
        return hang;
    }

    /** DMERR lines of the targets. */
    public List<String> errorLines() {
        return errorLines;
    }

    /** Messages, files and tables that were refused: which operation, and the answer. */
    public List<String> refusals() {
        return refusals;
    }

    /** How many operations were begun. */
    public int opsBegun() {
        return nextOp;
    }
}
