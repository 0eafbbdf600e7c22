package powercut.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A runtime in which exactly one task runs at a time and a {@link Chooser} decides which.
 *
 * <p>Scheduling points are: taking a mutex, freeing one that others wait for, each wait and wake, spawn, queue,
 * interrupt, reschedule, and the end of a task. Between two of them a task is alone. Timers and device reports are
 * alternatives there too; their handlers run as one step. Where there is more than one alternative the chooser is asked
 * and its answer recorded: {@link #choices} given to a {@link ReplayChooser} is the same run.
 *
 * <p>Building a runtime and the objects of a target starts no thread. Outside of {@link #run} everything that need not
 * wait works, without scheduling points.
 */
public final class SimulatedRuntime implements Runtime {
    /** Steps after which a run is taken to be going in circles. */
    public static final long DEFAULT_STEP_BOUND = 10_000_000;

    /** Of all runs: most make a few tasks each, and making threads would be most of their work. */
    private static final Executor THREADS = Executors.newCachedThreadPool(SimulatedRuntime::daemon);

    private final Scheduler scheduler;
    private final List<SimulatedWaitQueue> waitQueues = new ArrayList<>();
    private final List<SimulatedWorkQueue> workQueues = new ArrayList<>();

    public SimulatedRuntime(Chooser chooser) {
        this(chooser, DEFAULT_STEP_BOUND);
    }

    public SimulatedRuntime(Chooser chooser, long stepBound) {
        this(chooser, stepBound, null);
    }

    /**
     * @param stepBound steps (alternatives taken, also where there was only one) before a {@link LivelockException}
     * @param trace is given one line per step: its number, the task or handler, what it does, and what happens next if
     *     that is something else; null for none
     */
    public SimulatedRuntime(Chooser chooser, long stepBound, Consumer<String> trace) {
        this(chooser, stepBound, trace, THREADS);
    }

    /** @param threads runs each task that starts on a thread of its own */
    SimulatedRuntime(Chooser chooser, long stepBound, Consumer<String> trace, Executor threads) {
        this.scheduler = new Scheduler(chooser, stepBound, trace, threads);
    }

    /**
     * Runs {@code main} as task 0 on the calling thread, once. Whatever has not ended when it returns is unwound.
     *
     * <p>The first exception of any task or handler ends the run and is thrown here, with a suppressed one that says
     * where.
     *
     * @throws DeadlockException if main cannot go on and nothing can happen
     * @throws LivelockException if the step bound is reached
     */
    public void run(Runnable main) {
        scheduler.run(main);
    }

    /** The answers of the chooser so far. */
    public int[] choices() {
        return scheduler.choices();
    }

    /**
     * Wakes everybody in the wait queues of that name, although nothing has happened: a spurious wake-up, which the
     * kernel allows at any time. In the run; any context.
     *
     * @return whether there is such a queue
     */
    public boolean wake(String queue) {
        List<SimulatedWaitQueue> named = waitQueues.stream().filter(one -> one.name().equals(queue)).toList();
        named.forEach(SimulatedWaitQueue::wakeAll);
        return !named.isEmpty();
    }

    /** The names of all wait queues, in the order of their making. */
    public List<String> waitQueues() {
        return waitQueues.stream().map(SimulatedWaitQueue::name).toList();
    }

    /**
     * How often each work item has run that was ever queued, one line each, queue by queue: what
     * the kernel's tracepoints of work queues count. When the run has ended.
     */
    public List<String> workRuns() {
        return workQueues.stream().flatMap(SimulatedWorkQueue::runs).toList();
    }

    @Override
    public Mutex mutex(String name) {
        return new SimulatedMutex(scheduler, name);
    }

    @Override
    public WaitQueue waitQueue(String name) {
        SimulatedWaitQueue queue = new SimulatedWaitQueue(scheduler, name);
        waitQueues.add(queue);
        return queue;
    }

    @Override
    public Completion completion(String name) {
        return new SimulatedCompletion(scheduler, name);
    }

    @Override
    public WorkQueue workQueue(String name) {
        SimulatedWorkQueue queue = new SimulatedWorkQueue(scheduler, name);
        workQueues.add(queue);
        return queue;
    }

    @Override
    public Timer timer(String name, Runnable handler) {
        return new SimulatedTimer(scheduler, name, handler);
    }

    @Override
    public Task spawn(String name, Runnable body) {
        SimulatedTask task = scheduler.newTask(name, body);
        scheduler.enabled().add(task);
        scheduler.point("spawn", name);
        return task;
    }

    @Override
    public void interrupt(String name, Runnable handler) {
        scheduler.addInterrupt(name, handler);
    }

    @Override
    public void reschedule() {
        scheduler.requireTask("reschedule", "");
        scheduler.point("reschedule", "");
    }

    @Override
    public long nowMs() {
        return scheduler.nowMs();
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(body, "simulated task");
        thread.setDaemon(true);
        return thread;
    }
}
