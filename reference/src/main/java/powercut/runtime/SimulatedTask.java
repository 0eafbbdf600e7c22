package powercut.runtime;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A thread of control of a simulated run: the main task, a kernel thread, or the worker of one work item.
 *
 * <p>It runs on a platform thread of its own, made when the task is first chosen: most targets that a crash explorer builds
 * never run theirs. Of all threads of a run exactly one has the baton; the others are parked in {@link #pause}.
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
    private Thread thread; // null until it is first chosen
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
        thread = caller;
    }

    boolean started() {
        return thread != null;
    }

    /** Passes the baton to this task, starting its thread the first time. The caller must not touch the run any more. */
    void resume() {
        baton = true;
        if (thread == null) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.start();
        } else {
            LockSupport.unpark(thread);
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

    /** Waits until its thread, which has ended its task, is gone. */
    void awaitThread() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        pause();
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
