package powercut.runtime;

/** A simulated run took more steps than its bound allows; the message lists the last ones. */
public final class LivelockException extends RuntimeException {
    LivelockException(String message) {
        super(message);
    }
}
