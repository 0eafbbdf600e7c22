package powercut.runtime;

import java.util.concurrent.locks.ReentrantLock;

/** A mutex on real threads. */
final class ThreadMutex implements Mutex {
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();

    ThreadMutex(String name) {
        this.name = name;
    }

    @Override
    public void lock() {
        ThreadRuntime.requireTask("lock " + name);
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("mutex " + name + " is locked again by the task that holds it");
        }
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThreadRuntime.Stopped("lock " + name);
        }
    }

    @Override
    public void unlock() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("mutex " + name + " is unlocked by a task that does not hold it");
        }
        lock.unlock();
    }

    @Override
    public boolean heldByCurrentTask() {
        return lock.isHeldByCurrentThread();
    }
}
