package powercut.runtime;

/**
 * Makes the things a driver blocks on. Names are for reports: a deadlock lists who waits for what by these names.
 *
 * <p>Objects of one runtime must not be used with another. All methods may be called from task context;
 * {@link #interrupt}, {@link #nowMs} also from interrupt context.
 */
public interface Runtime {
    Mutex mutex(String name);

    WaitQueue waitQueue(String name);

    Completion completion(String name);

    WorkQueue workQueue(String name);

    /** A timer that runs {@code handler} in interrupt context when it expires. */
    Timer timer(String name, Runnable handler);

    /** Starts a kernel thread. It ends when {@code body} returns. */
    Task spawn(String name, Runnable body);

    /** Has {@code handler} run later, in interrupt context: how a device reports that it has finished something. */
    void interrupt(String name, Runnable handler);

    /** A point where another task may run, as cond_resched. */
    void reschedule();

    /** Milliseconds since the runtime began; in a simulated run it advances only when a timer expires. */
    long nowMs();
}
