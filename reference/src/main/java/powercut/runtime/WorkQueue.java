package powercut.runtime;

/**
 * A workqueue with max_active 1 per CPU: one work item never runs beside itself, but different items of the queue may
 * run at the same time (on different CPUs).
 */
public interface WorkQueue {
    /** A work item of this queue; {@code body} runs in task context. */
    Work work(String name, Runnable body);

    /**
     * Waits until what was queued before has run, as flush_workqueue; an item that queued itself again meanwhile is not
     * waited for.
     */
    void flush();

    /** Waits until nothing is queued or running, including items queued again meanwhile, as drain_workqueue. */
    void drain();

    /** An item of the queue. */
    interface Work {
        /**
         * Queues it; does nothing if it waits already. If it is running now, it runs once more afterwards. Any context.
         */
        void queue();
    }
}
