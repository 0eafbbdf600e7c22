package powercut.crash.log;

import java.util.OptionalLong;

/**
 * A device as a table line names it: a whole file, or a slice of one.
 *
 * @param whole a file's name, or a word that the command defines, such as {@code log}
 * @param start first sector of the slice, 512 bytes each
 * @param sectors length of the slice, at least 1; empty: to the end
 */
public record DeviceWord(String whole, long start, OptionalLong sectors) {
    /** The first sector behind the slice; {@link Long#MAX_VALUE} for one that goes to the end. */
    long end() {
        return sectors.isPresent() ? start + sectors.getAsLong() : Long.MAX_VALUE;
    }

    /** As it can be written in a table line. */
    @Override
    public String toString() {
        if (start == 0 && sectors.isEmpty() && whole.indexOf('@') < 0) {
            return whole;
        }
        return whole + "@" + start + (sectors.isPresent() ? "+" + sectors.getAsLong() : "");
    }
}
