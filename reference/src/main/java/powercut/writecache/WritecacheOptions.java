package powercut.writecache;

import java.util.Locale;
import powercut.dm.Errno;
import powercut.dm.TargetException;

/**
 * The optional arguments of a table line (rules 34 and 36), as given: {@link #print} gives back the very values that
 * {@link #parse} was given (WC-44). A value that was not given is {@link #NOT_GIVEN}.
 *
 * @param highWatermark percent of used blocks at which writeback starts
 * @param lowWatermark percent of used blocks at which it stops
 * @param writebackJobs blocks in flight during writeback, 0 for no limit
 * @param autocommitBlocks uncommitted blocks that start a commit
 * @param autocommitTimeMs milliseconds from a write to the commit it starts
 * @param fua 1 for "fua", 0 for "nofua": how pmem mode writes back
 */
public record WritecacheOptions(long highWatermark, long lowWatermark, long writebackJobs, long autocommitBlocks,
        long autocommitTimeMs, long fua) {
    public static final long NOT_GIVEN = -1;

    /** No options at all. */
    public static final WritecacheOptions NONE =
            new WritecacheOptions(NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, NOT_GIVEN);

    private static final int HIGH_WATERMARK = 50;
    private static final int LOW_WATERMARK = 45;
    private static final int AUTOCOMMIT_MSEC = 1000;

    private static final long MAX_UNSIGNED = 0xFFFFFFFFL;
    private static final int MAX_AUTOCOMMIT_MSEC = 3600000;

    /**
     * Reads the count and the options that follow it, from {@code arguments[from]} on. Of repeated options the last
     * counts; words behind the group are ignored (WC-48).
     *
     * @param pmem whether fua and nofua are known
     * @throws TargetException EINVAL, "Invalid number of feature args", "Invalid optional argument" or the watermarks'
     *     text
     */
    static WritecacheOptions parse(String[] arguments, int from, boolean pmem, ArgumentRules rules)
            throws TargetException {
        long count = from < arguments.length ? parseUnsigned(arguments[from], rules.maxFeatureArgs()) : NOT_GIVEN;
        if (count == NOT_GIVEN || count > arguments.length - from - 1) {
            throw new TargetException("Invalid number of feature args", Errno.EINVAL);
        }
        WritecacheOptions options = NONE;
        int end = from + 1 + (int) count;
        for (int i = from + 1; i < end; i++) {
            String name = arguments[i].toLowerCase(Locale.ROOT);
            if (pmem && (name.equals("fua") || name.equals("nofua"))) {
                options = options.withFua(name.equals("fua") ? 1 : 0);
            } else if (++i < end) {
                options = options.with(name, arguments[i], rules);
            } else {
                throw invalidOptional(); // a name without its value
            }
        }
        rules.checkWatermarks(options.highWatermarkPercent(), options.lowWatermarkPercent());
        return options;
    }

    private WritecacheOptions with(String name, String value, ArgumentRules rules) throws TargetException {
        return switch (name) {
            case "high_watermark" -> new WritecacheOptions(
                    number(value, 100), lowWatermark, writebackJobs, autocommitBlocks, autocommitTimeMs, fua);
            case "low_watermark" -> new WritecacheOptions(
                    highWatermark, number(value, 100), writebackJobs, autocommitBlocks, autocommitTimeMs, fua);
            case "writeback_jobs" -> new WritecacheOptions(
                    highWatermark, lowWatermark, number(value, MAX_UNSIGNED), autocommitBlocks, autocommitTimeMs, fua);
            case "autocommit_blocks" -> new WritecacheOptions(
                    highWatermark, lowWatermark, writebackJobs, number(value, MAX_UNSIGNED), autocommitTimeMs, fua);
            case "autocommit_time" -> new WritecacheOptions(highWatermark, lowWatermark, writebackJobs,
                    autocommitBlocks, rules.autocommitTimeMs(number(value, MAX_AUTOCOMMIT_MSEC)), fua);
            default -> throw invalidOptional();
        };
    }

    /** The same with other watermarks. */
    public WritecacheOptions withWatermarks(long high, long low) {
        return new WritecacheOptions(high, low, writebackJobs, autocommitBlocks, autocommitTimeMs, fua);
    }

    private WritecacheOptions withFua(long given) {
        return new WritecacheOptions(
                highWatermark, lowWatermark, writebackJobs, autocommitBlocks, autocommitTimeMs, given);
    }

    private static long number(String value, long max) throws TargetException {
        long number = parseUnsigned(value, max);
        if (number == NOT_GIVEN) {
            throw invalidOptional();
        }
        return number;
    }

    private static TargetException invalidOptional() {
        return new TargetException("Invalid optional argument", Errno.EINVAL);
    }

    /**
     * A decimal number from 0 to {@code max}, else {@link #NOT_GIVEN}. The driver's sscanf lets larger ones wrap at 32
     * bits; here they are refused, because such a value could not be printed as given.
     */
    static long parseUnsigned(String word, long max) {
        long value = word.isEmpty() ? NOT_GIVEN : 0;
        for (int i = 0; i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_GIVEN;
            }
            value = value * 10 + digit;
            if (value > max) {
                return NOT_GIVEN;
            }
        }
        return value;
    }

    int highWatermarkPercent() {
        return (int) orDefault(highWatermark, HIGH_WATERMARK);
    }

    int lowWatermarkPercent() {
        return (int) orDefault(lowWatermark, LOW_WATERMARK);
    }

    long writebackJobsOr(long standard) {
        return orDefault(writebackJobs, standard);
    }

    long autocommitBlocksOr(long standard) {
        return orDefault(autocommitBlocks, standard);
    }

    long autocommitTimeMsOrDefault() {
        return orDefault(autocommitTimeMs, AUTOCOMMIT_MSEC);
    }

    /** Whether writeback writes with FUA; else the origin is flushed afterwards. */
    boolean writebackFua() {
        return fua != 0;
    }

    /** The count and the options, in the driver's order. */
    String print() {
        StringBuilder options = new StringBuilder();
        int count = print(options, " high_watermark ", highWatermark) + print(options, " low_watermark ", lowWatermark)
                + print(options, " writeback_jobs ", writebackJobs)
                + print(options, " autocommit_blocks ", autocommitBlocks)
                + print(options, " autocommit_time ", autocommitTimeMs);
        if (fua != NOT_GIVEN) {
            options.append(writebackFua() ? " fua" : " nofua");
            count++;
        }
        return count + options.toString();
    }

    private static int print(StringBuilder to, String name, long value) {
        if (value == NOT_GIVEN) {
            return 0;
        }
        to.append(name).append(value);
        return 2;
    }

    private static long orDefault(long value, long standard) {
        return value == NOT_GIVEN ? standard : value;
    }
}
