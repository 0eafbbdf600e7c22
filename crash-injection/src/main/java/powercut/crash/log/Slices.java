package powercut.crash.log;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import powercut.crash.BadInputException;

/**
 * The device words of a table line: {@code FILE}, {@code FILE@START} or {@code FILE@START+SECTORS}, in sectors of 512
 * bytes.
 */
public final class Slices {
    private Slices() {}

    /**
     * The device that {@code word} names; whether it exists is not looked at. The last {@code @} counts, so that a file
     * with an {@code @} in its name can be given as {@code FILE@0}.
     *
     * @throws BadInputException if it is no device word
     */
    public static DeviceWord parse(String word) throws BadInputException {
        int at = word.lastIndexOf('@');
        String whole = at < 0 ? word : word.substring(0, at);
        checkName(word, whole);
        if (at < 0) {
            return new DeviceWord(whole, 0, OptionalLong.empty());
        }
        String slice = word.substring(at + 1);
        int plus = slice.indexOf('+');
        long start = number(word, "start", plus < 0 ? slice : slice.substring(0, plus));
        if (plus < 0) {
            return new DeviceWord(whole, start, OptionalLong.empty());
        }
        long sectors = number(word, "length", slice.substring(plus + 1));
        if (sectors == 0) {
            throw bad(word, "length 0, expected at least 1 sector");
        }
        if (sectors > DmLogWrites.END_SECTOR_MAX - start) {
            throw bad(word, "ends behind sector " + DmLogWrites.END_SECTOR_MAX + ", the last there can be");
        }
        return new DeviceWord(whole, start, OptionalLong.of(sectors));
    }

    /**
     * Refuses slices of one device that overlap: what is written to one of them would change the other. Two names are
     * the same device if they are the same path; links are not followed.
     *
     * @throws BadInputException for the first pair that overlaps
     */
    public static void requireDisjoint(List<DeviceWord> words) throws BadInputException {
        for (int i = 0; i < words.size(); i++) {
            for (DeviceWord earlier : words.subList(0, i)) {
                DeviceWord later = words.get(i);
                boolean sameDevice = path(earlier).equals(path(later));
                if (sameDevice && earlier.start() < later.end() && later.start() < earlier.end()) {
                    throw new BadInputException("devices " + earlier + " and " + later
                            + " overlap, expected slices that share no sector");
                }
            }
        }
    }

    private static Path path(DeviceWord word) {
        return Path.of(word.whole()).toAbsolutePath().normalize();
    }

    private static void checkName(String word, String whole) throws BadInputException {
        if (whole.isEmpty()) {
            throw bad(word, "no name, expected FILE, FILE@START or FILE@START+SECTORS");
        }
        try {
            Path.of(whole);
        } catch (InvalidPathException e) {
            throw bad(word, "no file can have this name: " + e.getReason());
        }
    }

    private static long number(String word, String what, String digits) throws BadInputException {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad(word, what + " '" + digits + "' is not a number, expected FILE@START or FILE@START+SECTORS"
                    + " (a file with @ in its name: FILE@0)");
        }
        try {
            long number = Long.parseLong(digits);
            if (number <= DmLogWrites.END_SECTOR_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // more digits than a long has: too large, as below
        }
        throw bad(word, what + " " + digits + " is too large, expected at most " + DmLogWrites.END_SECTOR_MAX);
    }

    private static BadInputException bad(String word, String what) {
        return new BadInputException("device " + word + ": " + what);
    }
}
