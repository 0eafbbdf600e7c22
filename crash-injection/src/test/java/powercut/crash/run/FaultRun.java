package powercut.crash.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.VolatileDisk;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.CrashPoint;
import powercut.crash.explore.Stack;
import powercut.crash.fault.Fault;
import powercut.crash.fault.FaultyDisk;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.dm.MappedDevice;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Chooser;
import powercut.runtime.Completion;
import powercut.runtime.DeadlockException;
import powercut.runtime.LivelockException;
import powercut.runtime.SimulatedRuntime;

/**
 * A workload on disks of which some fail, from power on to the removal of the device; then the power fails at every
 * moment of it, and recovery, on disks that work again, must show what was promised. An operation that failed promises
 * nothing and may have happened or not.
 */
final class FaultRun {
    private static final int UNDER_WAY_MAX = 4;
    private static final long STEPS_MAX = 200_000;

    private static final Executor THREADS = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "fault run");
        thread.setDaemon(true);
        return thread;
    });

    private final Workload workload;
    private final Stack stack;
    private final Session session;
    private final SimulatedRuntime runtime;
    private final List<FaultyDisk> disks = new ArrayList<>();
    private final List<String> errorLines = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Deque<Completion> underWay = new ArrayDeque<>();
    private MappedDevice device;

    /** On empty disks, of which {@code disk} has the fault from the beginning. */
    FaultRun(Workload workload, Stack stack, ContentPool pool, Chooser chooser, int disk, Fault fault) {
        this(workload, stack, chooser, new Session(pool,
                stack.disks().stream().map(any -> SectorSets.zeros(SectorSets.Rule.MEDIUM)).toList(),
                SectorSets.zeros(SectorSets.Rule.CONTRACT)));
        disks.get(disk).inject(fault);
    }

    private FaultRun(Workload workload, Stack stack, Chooser chooser, Session session) {
        this.workload = workload;
        this.stack = stack;
        this.session = session;
        this.runtime = new SimulatedRuntime(chooser, STEPS_MAX, null, THREADS);
        List<VolatileDisk> pristine = stack.disks().stream()
                .map(disk -> new VolatileDisk(disk.name(), disk.sectors(), disk.options(), runtime, session)).toList();
        session.setDisks(pristine);
        pristine.forEach(disk -> disks.add(new FaultyDisk(disk, runtime)));
    }

    /** Runs it all; what hangs is a violation. A device that refuses its table under a fault has no operations. */
    FaultRun run() {
        device = stack.device(runtime, disks, errorLines::add);
        try {
            runtime.run(this::live);
        } catch (DeadlockException | LivelockException e) {
            violations.add("every operation ends: " + e.getMessage());
        }
        return this;
    }

    private void live() {
        try {
            stack.activate(device);
        } catch (TargetException e) {
            errorLines.add(e.getMessage());
            return;
        } catch (TableException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
        for (int number = 0; number < workload.ops().size(); number++) {
            execute(number, workload.ops().get(number));
        }
        awaitAll(0);
        device.remove();
    }

    private void execute(int number, Op op) {
        switch (op.kind()) {
            case WRITE, READ, DISCARD, FLUSH -> begin(number, op, done -> submit(number, op, done));
            case MESSAGE -> begin(number, op, done -> {
                device.message(0, op.message().split(" "));
                done.complete();
            });
            case WAIT -> awaitAll(0);
            case SUSPEND -> {
                device.suspend();
                device.resume();
            }
            case CRASH -> throw new IllegalArgumentException("the power fails everywhere, not at " + op);
        }
    }

    private void begin(int number, Op op, Consumer<Completion> body) {
        Completion done = runtime.completion("op " + number);
        if (op.async()) {
            underWay.add(done);
            runtime.spawn("op " + number, () -> body.accept(done));
            awaitAll(UNDER_WAY_MAX);
        } else {
            body.accept(done);
            done.await();
        }
    }

    private void submit(int number, Op op, Completion done) {
        Bio bio = switch (op.kind()) {
            case WRITE -> Bio.write(op.sector(), op.sectors(), Payload.of(number, op.sector(), op.sectors()), 0,
                    op.preflush(), op.fua());
            case READ -> Bio.read(op.sector(), new byte[op.sectors() * Sectors.BYTES]);
            case DISCARD -> Bio.discard(op.sector(), op.sectors());
            default -> Bio.flush();
        };
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

    /** Crashes the run everywhere. */
    FaultRun crash(CrashExplorer explorer) {
        SessionWalk walk = new SessionWalk(stack, session, new SessionWalk.Visitor() {
            @Override
            public void crashPoint(String when, List<SectorSets> media, SectorSets contract) {
                explorer.explore(new CrashPoint(0, when, null), media, contract);
            }

            @Override
            public void wrong(IoEvent event, long sector, int value, SectorSets live) {
                if (value >= 0) {
                    violations.add(event.what() + " returned in sector " + sector + " what it must not");
                }
            }
        });
        int before = explorer.funnel().violations().size();
        walk.run();
        explorer.explore(new CrashPoint(0, "at the end", null), walk.media(), walk.contract());
        explorer.funnel().violations().stream().skip(before).forEach(found -> violations.add(found.toString()));
        return this;
    }

    // ---- results

    /** Broken promises, wrong reads and hangs, in words. */
    List<String> violations() {
        return violations;
    }

    /** All that happened. Equal for two runs: the same crash states, so that one exploration is enough. */
    String fingerprint() {
        StringBuilder all = new StringBuilder();
        for (IoEvent event : session.events()) {
            all.append(event.end() ? event.ok() ? "ok " : "failed " : "").append(event.disk()).append(event.what())
                    .append(Arrays.toString(event.values())).append('\n');
        }
        return all.toString();
    }

    /** Numbers of the operations that ended with an error, in their order, between blanks. */
    String failedOps() {
        return session.events().stream().filter(event -> event.disk() == IoEvent.TOP && event.end() && !event.ok())
                .map(event -> event.what().split(" ")[1]).collect(Collectors.joining(" "));
    }

    /** The writes that reached the disk, in the order of submission. */
    List<String> writesOfDisk(int disk) {
        return session.events().stream().filter(event -> event.disk() == disk && !event.end())
                .filter(event -> event.op() == Bio.Op.WRITE).map(IoEvent::what).toList();
    }

    /** How many bios the faults of the disk have hit. */
    long hits(int disk) {
        return disks.get(disk).hits();
    }

    List<String> errorLines() {
        return errorLines;
    }

    int[] choices() {
        return runtime.choices();
    }
}
