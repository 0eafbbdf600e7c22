package powercut.runtime;

/** A sleeping, non-recursive lock, as struct mutex. Task context only. */
public interface Mutex {
    void lock();

    /** Only by the task that holds it. */
    void unlock();

    /** Whether the calling task holds it; for assertions. */
    boolean heldByCurrentTask();
}
