package powercut.crash.fault;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import powercut.crash.BadInputException;

/**
 * Reads the text form of one {@link Fault}. Only the form that is printed is accepted, so a text read is printed back
 * exactly.
 */
final class FaultParser {
    private static final String NUMBER = "(0|[1-9][0-9]{0,17})"; // fits into a long
    private static final Pattern WORD = Pattern.compile("([a-z_]+)(?:@" + NUMBER + "(?:-" + NUMBER + ")?)?");
    private static final Pattern RANGE = Pattern.compile(NUMBER + "\\+" + NUMBER);
    private static final int CORRUPT_ARGUMENTS = 4;

    private final String text;
    private final String[] words;

    FaultParser(String text) {
        this.text = text;
        this.words = text.split(" ", -1);
    }

    Fault fault() throws BadInputException {
        Matcher word = WORD.matcher(words[0]);
        if (!word.matches()) {
            throw bad("\"" + words[0] + "\" is not a fault's name, with @COUNT or @FROM-TO or without");
        }
        return switch (word.group(1)) {
            case "error_reads" -> new Fault.ErrorReads(when(word, 1));
            case "error_writes" -> new Fault.ErrorWrites(when(word, 1));
            case "error_after_writes" -> new Fault.ErrorAfterWrites(when(word, 1));
            case "drop_writes" -> new Fault.DropWrites(when(word, 1));
            case "error_flushes" -> errorFlushes(word);
            case "corrupt_bio_byte" -> corruptBioByte(word);
            case "addbadblock" -> addBadBlock(word);
            case "poison" -> poison(word);
            default -> throw bad("unknown fault; known are error_reads, error_writes, error_after_writes, drop_writes, "
                    + "error_flushes, corrupt_bio_byte, addbadblock, poison");
        };
    }

    private Fault errorFlushes(Matcher word) throws BadInputException {
        if (words.length > 1) {
            throw bad("a flush has no sectors; only @COUNT or @FROM-TO can follow");
        }
        return new Fault.ErrorFlushes(when(word, 1));
    }

    private Fault corruptBioByte(Matcher word) throws BadInputException {
        if (words.length <= CORRUPT_ARGUMENTS || !words[2].matches("[rw]")) {
            throw bad("expected corrupt_bio_byte NTH_BYTE r|w VALUE FLAGS");
        }
        return new Fault.CorruptBioByte((int) number(words[1], "NTH_BYTE", 1, Integer.MAX_VALUE), words[2].equals("w"),
                (int) number(words[3], "VALUE", 0, 255),
                (int) number(words[CORRUPT_ARGUMENTS], "FLAGS", 0,
                        Fault.CorruptBioByte.PREFLUSH + Fault.CorruptBioByte.FUA),
                when(word, CORRUPT_ARGUMENTS + 1));
    }

    private Fault addBadBlock(Matcher word) throws BadInputException {
        if (words.length != 2 || word.group(2) != null) {
            throw bad("expected addbadblock BLOCK");
        }
        return new Fault.AddBadBlock(number(words[1], "BLOCK", 0, Long.MAX_VALUE));
    }

    private Fault poison(Matcher word) throws BadInputException {
        if (words.length != 2 || word.group(2) != null) {
            throw bad("expected poison BYTE");
        }
        return new Fault.Poison(number(words[1], "BYTE", 0, Long.MAX_VALUE));
    }

    /** The counts behind the fault's name, and the range that may stand at {@code next}, the last word. */
    private Fault.When when(Matcher word, int next) throws BadInputException {
        long from = 1;
        long to = Long.MAX_VALUE;
        if (word.group(2) != null) {
            from = number(word.group(2), "COUNT", 1, Long.MAX_VALUE);
            to = word.group(3) == null ? from : number(word.group(3), "TO", from + 1, Long.MAX_VALUE);
        }
        if (words.length > next + 1) {
            throw bad("unexpected \"" + words[next + 1] + "\"");
        }
        if (words.length <= next) {
            return new Fault.When(from, to, 0, 0);
        }
        Matcher range = RANGE.matcher(words[next]);
        if (!range.matches()) {
            throw bad("\"" + words[next] + "\" is not a range START+SECTORS");
        }
        return new Fault.When(from, to, number(range.group(1), "START", 0, Long.MAX_VALUE),
                number(range.group(2), "SECTORS", 1, Long.MAX_VALUE));
    }

    private long number(String word, String what, long min, long max) throws BadInputException {
        if (word.matches(NUMBER)) {
            long number = Long.parseLong(word);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw bad(what + " is \"" + word + "\", expected a number "
                + (max == Long.MAX_VALUE ? "not below " + min : "from " + min + " to " + max));
    }

    private BadInputException bad(String what) {
        return new BadInputException("fault \"" + text + "\": " + what);
    }
}
