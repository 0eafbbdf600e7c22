package powercut.runtime;

/** A kernel thread that {@link Runtime#spawn} started. */
public interface Task {
    /** Waits until its body has returned, as kthread_stop does after asking it to. Task context. */
    void join();
}
