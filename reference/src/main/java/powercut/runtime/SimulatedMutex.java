package powercut.runtime;

/**
 * A mutex of a simulated run. An unlock makes all who wait runnable and whoever is chosen gets it, as the kernel's
 * optimistic spinners may overtake; once it is taken the others are not runnable, so no choice is wasted on them.
 */
final class SimulatedMutex implements Mutex {
    private final Scheduler scheduler;
    private final String name;
    private final TaskQueue waiters = new TaskQueue();
    private SimulatedTask holder; // null while it is free

    SimulatedMutex(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    @Override
    public void lock() {
        scheduler.requireTask("lock", name);
        if (heldByCurrentTask()) {
            throw new IllegalStateException("mutex " + name + " is locked again by " + holder.name
                    + ", which holds it");
        }
        if (holder == null) {
            scheduler.point("lock", name);
        }
        acquire();
    }

    @Override
    public void unlock() {
        scheduler.requireTask("unlock", name);
        if (!heldByCurrentTask()) {
            if (scheduler.ending()) {
                return; // a finally block of a task that was unwound from sleep, which had released it
            }
            throw new IllegalStateException("mutex " + name + " is unlocked by " + scheduler.current().name
                    + ", held by " + (holder == null ? "nobody" : holder.name));
        }
        release();
        if (!waiters.isEmpty()) {
            scheduler.point("unlock", name);
        }
    }

    @Override
    public boolean heldByCurrentTask() {
        return holder != null && holder == scheduler.current();
    }

    /** Takes it, waiting while another task has it; no scheduling point if it is free. */
    void acquire() {
        if (holder != null) {
            scheduler.block(waiters, "lock", name, this::describe, null);
            waiters.remove(scheduler.current());
        }
        holder = scheduler.current();
        for (SimulatedTask task = waiters.first(); task != null; task = task.nextWaiter) {
            scheduler.enabled().remove(task);
        }
    }

    /** Frees it without a scheduling point. */
    void release() {
        holder = null;
        for (SimulatedTask task = waiters.first(); task != null; task = task.nextWaiter) {
            scheduler.enabled().add(task);
        }
    }

    private String describe() {
        return "waits for mutex " + name + ", held by " + holder.name + (holder.done ? ", which has ended" : "");
    }
}
