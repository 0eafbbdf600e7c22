package powercut.runtime;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A thread of control of a simulated run: the main task, a kernel thread, or the worker of one work item.
 *
 * <p>It runs on a platform thread of its own, asked for when the task is first chosen: most targets that a crash
 * explorer builds never run theirs. Of all threads of a run exactly one has the baton; the others are parked in
 * {@link #pause}.
 */
final class SimulatedTask implements Task {
    final long id;
    final String name;
    private final Scheduler scheduler;
    private final Runnable body; // null for the main task
    private final TaskQueue joiners = new TaskQueue();

    SimulatedTask nextWaiter; // link of the TaskQueue it waits in
    Supplier<String> waitsFor; // words for a deadlock report; null while it does not wait
    BooleanSupplier condition; // what must hold for it to go on; null where the caller tests that itself
    boolean done;
    private boolean started;
    private Thread thread; // null until its thread runs
    private volatile boolean baton;

    SimulatedTask(Scheduler scheduler, long id, String name, Runnable body) {
        this.scheduler = scheduler;
        this.id = id;
        this.name = name;
        this.body = body;
    }

    @Override
    public void join() {
        scheduler.await(joiners, "join", name, () -> "waits for task " + name + " to end", () -> done);
    }

    /** Makes the calling thread this task's own; for the main task. */
    void adopt(Thread caller) {
        started = true;
        thread = caller;
    }

    boolean started() {
        return started;
    }

    /**
     * Passes the baton to this task, starting its thread the first time. The caller must not touch the run any more.
     */
    void resume() {
        if (started) {
            baton = true;
            LockSupport.unpark(thread);
        } else {
            started = true;
            scheduler.threads().execute(this::run);
        }
    }

    /** Parks the calling thread, which is this task's, until it is given the baton. */
    void pause() {
        boolean interrupted = false;
        while (!baton) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        baton = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        thread = Thread.currentThread();
        Throwable thrown = null;
        try {
            body.run();
        } catch (Throwable t) {
            thrown = t;
        }
        done = true;
        scheduler.wakeAll(joiners);
        scheduler.end(this, thrown);
    }
}
