package powercut.runtime;

/**
 * The one source of nondeterminism of a simulated run: which task runs next, which completion arrives, which timer
 * expires.
 *
 * <p>Called only where there is more than one alternative. Alternative 0 is the quiet one: the current task goes on, if
 * it can. Then come the other runnable tasks by id, the pending interrupts in the order of submission, and the timer
 * that expires first.
 */
public interface Chooser {
    /** Picks one of {@code alternatives}: an index from 0 to {@code alternatives.size() - 1}. */
    int choose(Alternatives alternatives);

    /** What can happen next, in an order that depends only on the run so far. */
    interface Alternatives {
        int size();

        /** Whether alternative 0 is the current task going on, so that every other one preempts it. */
        boolean currentCanGoOn();

        Kind kind(int index);

        /** A number that names the task, device completion or timer and stays the same while it waits to be chosen. */
        long id(int index);

        /** Its name, for reports. */
        String name(int index);
    }

    /** What kind of thing happens. */
    enum Kind { TASK, INTERRUPT, TIMER }
}
