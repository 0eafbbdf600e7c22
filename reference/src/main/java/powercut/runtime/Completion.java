package powercut.runtime;

/** A one-time event, as struct completion: {@link #complete} may come first. */
public interface Completion {
    /** Blocks until {@link #complete} has been called; task context only. */
    void await();

    /** Any context. */
    void complete();

    boolean isComplete();
}
