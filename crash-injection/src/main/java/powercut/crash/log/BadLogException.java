package powercut.crash.log;

import powercut.crash.BadInputException;

/** A file is no dm-log-writes log, a damaged one, or too large: {@code FILE: entry N at byte M: what is wrong}. */
public final class BadLogException extends BadInputException {
    public BadLogException(String line) {
        super(line);
    }
}
