package powercut.crash.log;

/**
 * One entry of a dm-log-writes log, in sectors of 512 bytes whatever the log's own sector size is.
 *
 * @param index its number in the log, from 0
 * @param sector first sector; of FLUSH and MARK without meaning
 * @param sectors length; 0 for MARK and an empty FLUSH
 * @param flags the FLUSH, FUA, DISCARD, MARK and METADATA bits
 * @param values the contents written, numbers of a content pool, one per sector; null without data
 * @param mark the text of a MARK; else null
 */
public record LogEntry(int index, long sector, int sectors, int flags, int[] values, String mark) {
    public static final int FLUSH = 1;
    public static final int FUA = 2;
    public static final int DISCARD = 4;
    public static final int MARK = 8;
    public static final int METADATA = 16;

    public boolean isFlush() {
        return (flags & FLUSH) != 0;
    }

    public boolean isFua() {
        return (flags & FUA) != 0;
    }

    public boolean isDiscard() {
        return (flags & DISCARD) != 0;
    }

    public boolean isMark() {
        return (flags & MARK) != 0;
    }

    /** Whether it carries data: a write, perhaps with flush and FUA. */
    public boolean isWrite() {
        return values != null && sectors > 0;
    }

    @Override
    public String toString() {
        if (isMark()) {
            return "log entry " + index + " (MARK " + mark + ")";
        }
        StringBuilder text = new StringBuilder("log entry ").append(index).append(" (");
        if (isWrite() || isDiscard()) {
            text.append(isDiscard() ? "DISCARD" : "WRITE").append(isFlush() ? " FLUSH" : "")
                    .append(isFua() ? " FUA" : "").append((flags & METADATA) != 0 ? " META" : "")
                    .append(' ').append(sector).append('+').append(sectors);
        } else {
            text.append(isFlush() ? "FLUSH" : "EMPTY");
        }
        return text.append(')').toString();
    }
}
