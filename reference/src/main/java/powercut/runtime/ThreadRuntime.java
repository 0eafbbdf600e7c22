package powercut.runtime;

import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The runtime on real threads, for stress tests and serving: any thread is a task, and interrupts arrive on two threads
 * of their own, so that completions race with each other as on a machine with several CPUs.
 *
 * <p>The objects it makes cost no thread and no registration: thousands of targets may come and go on one runtime.
 */
public final class ThreadRuntime implements Runtime, AutoCloseable {
    private static final int INTERRUPT_THREADS = 2;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    private final Consumer<Throwable> uncaught;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ThreadPoolExecutor tasks;
    private final ThreadPoolExecutor interrupts;
    private final long startNs = System.nanoTime();
    private ScheduledThreadPoolExecutor timers; // null until a timer is armed; guarded by this
    private volatile boolean closed;

    /** A thread in interrupt context. */
    private static final class InterruptThread extends Thread {
        InterruptThread(Runnable body) {
            super(body, "powercut interrupt");
        }
    }

    /** Ends a task that waits while the runtime is closed. Not an Exception: a driver's catch must not stop it. */
    static final class Stopped extends Error {
        Stopped(String what) {
            super("interrupted, or the runtime closed, in " + what, null, false, false);
        }
    }

    /** A runtime that keeps the first exception of a task or handler for {@link #failure}. */
    public ThreadRuntime() {
        this(thrown -> {});
    }

    /** @param uncaught is also given every exception of a task or handler, on the thread that threw it */
    public ThreadRuntime(Consumer<Throwable> uncaught) {
        this.uncaught = uncaught;
        this.tasks = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(), daemons(body -> new Thread(body, "powercut task")),
                new ThreadPoolExecutor.DiscardPolicy());
        this.interrupts = new ThreadPoolExecutor(INTERRUPT_THREADS, INTERRUPT_THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), daemons(InterruptThread::new), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** The first exception that a task or handler threw; null if none did. */
    public Throwable failure() {
        return failure.get();
    }

    /** Interrupts all its threads and waits for them; what they throw from now on is not a failure. */
    @Override
    public void close() {
        closed = true;
        ScheduledThreadPoolExecutor armed;
        synchronized (this) {
            armed = timers;
        }
        stop(tasks);
        stop(interrupts);
        if (armed != null) {
            stop(armed);
        }
    }

    @Override
    public Mutex mutex(String name) {
        return new ThreadMutex(name);
    }

    @Override
    public WaitQueue waitQueue(String name) {
        return new ThreadWaitQueue(name);
    }

    @Override
    public Completion completion(String name) {
        return new ThreadCompletion(name);
    }

    @Override
    public WorkQueue workQueue(String name) {
        return new ThreadWorkQueue(this, name);
    }

    @Override
    public Timer timer(String name, Runnable handler) {
        return new ThreadTimer(this, name, handler);
    }

    @Override
    public Task spawn(String name, Runnable body) {
        Completion end = completion(name + " ends");
        execute(() -> {
            guard(body);
            end.complete();
        });
        return end::await;
    }

    @Override
    public void interrupt(String name, Runnable handler) {
        interrupts.execute(() -> guard(handler));
    }

    @Override
    public void reschedule() {
        requireTask("reschedule");
        Thread.yield();
    }

    @Override
    public long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    /** Runs {@code body}, which throws nothing, in task context on another thread. */
    void execute(Runnable body) {
        tasks.execute(body);
    }

    /** Runs {@code body}, which throws nothing, in interrupt context after a delay; null if the runtime is closed. */
    synchronized Future<?> schedule(Runnable body, long delayMs) {
        if (closed) {
            return null;
        }
        if (timers == null) {
            timers = new ScheduledThreadPoolExecutor(1, daemons(InterruptThread::new),
                    new ThreadPoolExecutor.DiscardPolicy());
            timers.setRemoveOnCancelPolicy(true);
        }
        return timers.schedule(body, delayMs, TimeUnit.MILLISECONDS);
    }

    /** Runs a task or handler and takes note of what it throws. */
    void guard(Runnable body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            if (!closed) {
                failure.compareAndSet(null, thrown);
                uncaught.accept(thrown);
            }
        }
    }

    static void requireTask(String what) {
        if (Thread.currentThread() instanceof InterruptThread) {
            throw new IllegalStateException(what + " in an interrupt: interrupt context must not block");
        }
    }

    private static ThreadFactory daemons(ThreadFactory factory) {
        return body -> {
            Thread thread = factory.newThread(body);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void stop(ThreadPoolExecutor pool) {
        pool.shutdownNow();
        boolean ended = false;
        try {
            ended = pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new IllegalStateException("after close, " + pool.getActiveCount() + " tasks or handlers still run");
        }
    }
}
