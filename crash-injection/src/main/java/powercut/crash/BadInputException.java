package powercut.crash;

/** Something that was given to us cannot be used: one line that says what, where, and what was expected. Exit code 2. */
public class BadInputException extends Exception {
    public BadInputException(String message) {
        super(message, null, false, false);
    }
}
