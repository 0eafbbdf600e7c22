package powercut.runtime;

import java.lang.reflect.UndeclaredThrowableException;

/**
 * How a simulated run ends: its main task returns, something fails, or nothing can go on. From then on nothing is
 * chosen any more, and the tasks that have not ended are unwound.
 */
final class RunEnd {
    private boolean begun;
    private Throwable failure; // the first one
    private RuntimeException stuck; // the failure, if main is still to learn that it waits for ever

    /** Unwinds a task whose run has ended. Not an Exception: a driver's catch must not stop it. */
    private static final class Unwound extends Error {
        Unwound() {
            super("the simulated run has ended", null, false, false);
        }
    }

    /** Says, as a suppressed exception of a failure, where in the run it happened. */
    private static final class Where extends RuntimeException {
        Where(String message) {
            super(message, null, false, false);
        }
    }

    boolean hasBegun() {
        return begun;
    }

    /** The main task has returned. */
    void begin() {
        begun = true;
    }

    /** Something has thrown; what is thrown while tasks are unwound counts for nothing. */
    void fail(Throwable thrown, String where, long step) {
        if (begun) {
            return;
        }
        begun = true;
        failure = thrown;
        thrown.addSuppressed(new Where("in " + where + ", step " + step));
    }

    /** Nothing can go on, or the run goes in circles. */
    void fail(RuntimeException noWayOn) {
        begun = true;
        failure = noWayOn;
        stuck = noWayOn;
    }

    /**
     * What a task must be unwound with: the main task of a stuck run sees why, at the place where it waits.
     */
    RuntimeException unwound(boolean isMain) {
        if (isMain && stuck != null) {
            stuck.fillInStackTrace();
            RuntimeException why = stuck;
            stuck = null;
            throw why;
        }
        throw new Unwound();
    }

    /** Throws the failure, if there was one. */
    void throwFailure() {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new UndeclaredThrowableException(failure);
        }
    }
}
