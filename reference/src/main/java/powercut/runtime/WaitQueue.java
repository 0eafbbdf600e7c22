package powercut.runtime;

import java.util.function.BooleanSupplier;

/**
 * A wait queue, as wait_queue_head. Whoever makes a condition true wakes the queue afterwards; nobody else will.
 *
 * <p>{@link #await} and {@link #sleep} block and need task context; the wakes are allowed in interrupt context.
 */
public interface WaitQueue {
    /**
     * Blocks until {@code condition} holds, testing it at entry and after each wake, as wait_event. A mutex that the
     * caller holds stays held. The condition must be cheap, without side effects, and readable without a lock.
     *
     * @param what what is waited for, in words for a deadlock report
     */
    void await(String what, BooleanSupplier condition);

    /**
     * Joins the queue, releases {@code held}, sleeps until woken, takes {@code held} again: prepare_to_wait, unlock,
     * schedule, lock. A wake after the release is never missed; the caller tests its condition again.
     *
     * @param what what is waited for, in words for a deadlock report
     */
    void sleep(String what, Mutex held);

    /** Wakes everybody, as wake_up_all. */
    void wakeAll();

    /** Wakes the one that has waited longest, as an exclusive wake (swake_up). */
    void wakeOne();

    /** How many wakes there have been, whoever meant whom: with it a task can tell that one has come. Any context. */
    long wakes();

    /** Whether somebody waits, as waitqueue_active. */
    boolean active();
}
