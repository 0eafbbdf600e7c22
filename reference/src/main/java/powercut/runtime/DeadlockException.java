package powercut.runtime;

/** The main task of a simulated run cannot go on and nothing is left that could happen; the message lists who waits for what. */
public final class DeadlockException extends RuntimeException {
    DeadlockException(String message) {
        super(message);
    }
}
