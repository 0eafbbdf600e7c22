package powercut.crash;

/**
 * Something the user gave cannot be used. The message is the one line to print: what was given, what is wrong, what is
 * allowed.
 */
public class BadInputException extends Exception {
    /** @param line what to print; control characters in it, which come from the input, are shown as {@code ?} */
    public BadInputException(String line) {
        super(line.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?"));
    }
}
