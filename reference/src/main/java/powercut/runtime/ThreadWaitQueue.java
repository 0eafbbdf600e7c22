package powercut.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A wait queue on real threads.
 *
 * <p>No wake is missed, because a task first joins the queue, then tests its condition (or frees its mutex), then
 * parks, and whoever wakes first makes the condition true, then takes the queue's lock: either it sees the waiter or
 * the waiter sees the condition, as with prepare_to_wait.
 */
final class ThreadWaitQueue implements WaitQueue {
    private final String name;
    private final List<Waiter> waiters = new ArrayList<>(); // longest waiting first; its own lock
    private long wakes; // guarded by waiters

    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        volatile boolean woken;
    }

    ThreadWaitQueue(String name) {
        this.name = name;
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        ThreadRuntime.requireTask("await " + name);
        while (!condition.getAsBoolean()) {
            Waiter self = join();
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
                park(self);
            } finally {
                leave(self);
            }
        }
    }

    @Override
    public void sleep(String what, Mutex held) {
        ThreadRuntime.requireTask("sleep " + name);
        if (!held.heldByCurrentTask()) {
            throw new IllegalStateException("sleep on " + name + " without the mutex to release");
        }
        Waiter self = join();
        held.unlock();
        try {
            park(self);
        } finally {
            leave(self);
        }
        held.lock();
    }

    @Override
    public void wakeAll() {
        synchronized (waiters) {
            wakes++;
            waiters.forEach(ThreadWaitQueue::wake);
            waiters.clear();
        }
    }

    @Override
    public void wakeOne() {
        synchronized (waiters) {
            wakes++;
            if (!waiters.isEmpty()) {
                wake(waiters.remove(0));
            }
        }
    }

    @Override
    public long wakes() {
        synchronized (waiters) {
            return wakes;
        }
    }

    @Override
    public boolean active() {
        synchronized (waiters) {
            return !waiters.isEmpty();
        }
    }

    private Waiter join() {
        Waiter self = new Waiter();
        synchronized (waiters) {
            waiters.add(self);
        }
        return self;
    }

    private void leave(Waiter self) {
        synchronized (waiters) {
            waiters.remove(self);
        }
    }

    private void park(Waiter self) {
        while (!self.woken) {
            LockSupport.park(this);
            if (Thread.currentThread().isInterrupted()) {
                throw new ThreadRuntime.Stopped("wait on " + name);
            }
        }
    }

    private static void wake(Waiter waiter) {
        waiter.woken = true;
        LockSupport.unpark(waiter.thread);
    }
}
