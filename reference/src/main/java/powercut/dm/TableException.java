package powercut.dm;

/** A table that cannot be loaded: one line that says what is wrong with which part of it. */
public final class TableException extends Exception {
    public TableException(String message) {
        super(message, null, false, false);
    }
}
