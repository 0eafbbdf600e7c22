package powercut.crash.log;

import powercut.crash.BadInputException;

/** A file is no dm-log-writes log, a damaged one, or larger than allowed: {@code FILE: [entry at byte:] what is wrong}. */
public final class BadLogException extends BadInputException {
    public BadLogException(String line) {
        super(line);
    }
}
