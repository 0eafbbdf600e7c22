package powercut.runtime;

import java.util.function.BooleanSupplier;

/**
 * A wait queue of a simulated run. A woken task is runnable; whether its condition still holds it finds out when it
 * runs.
 */
final class SimulatedWaitQueue implements WaitQueue {
    private final Scheduler scheduler;
    private final String name;
    private final TaskQueue waiters = new TaskQueue();
    private long wakes;

    SimulatedWaitQueue(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        scheduler.await(waiters, "await", name, () -> describe(what), condition);
    }

    @Override
    public void sleep(String what, Mutex held) {
        scheduler.requireTask("sleep", name);
        if (!held.heldByCurrentTask()) {
            throw new IllegalStateException(scheduler.current().name + " sleeps on " + name
                    + " without the mutex to release");
        }
        SimulatedMutex mutex = (SimulatedMutex) held;
        scheduler.point("sleep", name);
        mutex.release();
        scheduler.block(waiters, "sleep", name, () -> describe(what), null);
        mutex.acquire();
    }

    @Override
    public void wakeAll() {
        wakes++;
        scheduler.wakeAll(waiters);
        scheduler.point("wakeAll", name);
    }

    @Override
    public void wakeOne() {
        wakes++;
        SimulatedTask first = waiters.poll();
        if (first != null) {
            scheduler.enabled().add(first);
        }
        scheduler.point("wakeOne", name);
    }

    @Override
    public long wakes() {
        return wakes;
    }

    @Override
    public boolean active() {
        return !waiters.isEmpty();
    }

    String name() {
        return name;
    }

    private String describe(String what) {
        return "waits on " + name + ": " + what;
    }
}
