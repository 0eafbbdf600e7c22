package powercut.crash.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.dm.Table;
import powercut.dm.TableException;

/**
 * One operation of a workload; as text, {@code KIND [SECTOR SECTORS] [preflush] [fua] [&]}, or
 * {@code message WORDS... [&]}, or {@code mgr WORDS... [&]}, or {@code sysfs PATH VALUE [&]}, or
 * {@code reload [TABLE]}, or {@code fault DEVICE:WORDS}, or {@code pause MS}, or {@code wake QUEUE}.
 *
 * @param kind what to do
 * @param sector first sector of the mapped device; 0 where there is none
 * @param sectors length; 0 where there is none
 * @param preflush of a write
 * @param fua of a write
 * @param async the next operation does not wait for this one
 * @param message the words of a message, or path and value of a file, or another table, or a fault, or the milliseconds
 *     of a pause, or the name of a wait queue; else empty
 */
public record Op(Kind kind, long sector, int sectors, boolean preflush, boolean fua, boolean async, String message) {
    private static final int SHOWN_CHARS = 40; // of a word that is no operation
    private static final int PAUSE_MAX_MS = 3_600_000; // daemons that wake each second take steps all the while

    /** What an operation does. */
    public enum Kind {
        WRITE, READ, DISCARD, FLUSH,
        /** Waits for all operations under way. */
        WAIT,
        /** Lets time pass by the runtime's clock: daemons go on and timers expire, and so do operations under way. */
        PAUSE,
        /** Wakes all who sleep on a wait queue, although nothing has happened: a spurious wake-up. */
        WAKE,
        /** Suspends the device and resumes it. */
        SUSPEND,
        /** Loads the first table again, or another, suspends the device, and resumes it with the new one. */
        RELOAD,
        /** Sends a message to the target at sector 0. */
        MESSAGE,
        /** Sends a message to writeboost-mgr. */
        MGR,
        /** Writes a value to a file of the tree of the first target that has one. */
        SYSFS,
        /** Makes a disk fail from now on, until the power fails. */
        FAULT,
        /** Fails the power, keeps one crash state, and starts the machine again. */
        CRASH;

        boolean hasRange() {
            return this == WRITE || this == READ || this == DISCARD;
        }

        boolean mayBeAsync() {
            return hasRange() || this == FLUSH || this == MESSAGE || this == MGR || this == SYSFS;
        }

        boolean hasWords() {
            return this == MESSAGE || this == MGR || this == SYSFS || this == FAULT || this == WAKE;
        }
    }

    /** One that has neither a range nor words. */
    public static Op simple(Kind kind) {
        return new Op(kind, 0, 0, false, false, false, "");
    }

    /** A message of these words, or, if the first is {@code mgr} or {@code sysfs}, that operation. */
    public static Op told(String words, boolean async) {
        for (Kind kind : List.of(Kind.MGR, Kind.SYSFS)) {
            String prefix = kind.name().toLowerCase(Locale.ROOT) + " ";
            if (words.startsWith(prefix)) {
                return words(kind, words.substring(prefix.length()), async);
            }
        }
        return words(Kind.MESSAGE, words, async);
    }

    private static Op words(Kind kind, String words, boolean async) {
        return new Op(kind, 0, 0, false, false, async, words);
    }

    /** The first sector behind it. */
    public long end() {
        return sector + sectors;
    }

    /** The same range with other flags; of a write. */
    public Op withFlags(boolean withPreflush, boolean withFua) {
        return new Op(kind, sector, sectors, withPreflush, withFua, async, message);
    }

    /** The same elsewhere. */
    public Op withRange(long otherSector, int otherSectors) {
        return new Op(kind, otherSector, otherSectors, preflush, fua, async, message);
    }

    /** The same, and the next operation waits for it. */
    public Op awaited() {
        return new Op(kind, sector, sectors, preflush, fua, false, message);
    }

    /** Reads one line of a workload. */
    static Op parse(String line, String where) throws BadInputException {
        String[] words = line.strip().split("\\s+");
        Kind kind;
        try {
            kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(where + ": unknown operation \""
                    + words[0].substring(0, Math.min(words[0].length(), SHOWN_CHARS))
                    + "\"; known are write, read, discard, flush, wait, suspend, reload, message, mgr, sysfs, fault,"
                    + " pause, wake, crash");
        }
        if (kind.hasWords()) {
            boolean async = kind.mayBeAsync() && words[words.length - 1].equals("&");
            String message = String.join(" ", Arrays.asList(words).subList(1, words.length - (async ? 1 : 0)));
            if (kind == Kind.SYSFS && words.length != (async ? 4 : 3)) {
                throw new BadInputException(where + ": sysfs needs PATH VALUE, as in"
                        + " \"sysfs caches/3/allow_migrate 1\"");
            }
            if (message.isEmpty()) {
                throw new BadInputException(where + switch (kind) {
                    case FAULT -> ": a fault needs DEVICE:WORDS, as in \"fault cache:error_writes@3\"";
                    case WAKE -> ": wake needs a wait queue, as in \"wake freelist_wait\"";
                    case MGR -> ": a message needs words, as in \"mgr switch_to 3\"";
                    default -> ": a message needs words, as in \"message flush\"";
                });
            }
            return words(kind, message, async);
        }
        if (kind == Kind.PAUSE) {
            return pause(words, where);
        }
        if (kind == Kind.RELOAD && words.length > 1) {
            return reload(String.join(" ", Arrays.asList(words).subList(1, words.length)), where);
        }
        int next = 1;
        long sector = 0;
        int sectors = 0;
        if (kind.hasRange()) {
            if (words.length < 3) {
                throw new BadInputException(where + ": " + words[0] + " needs SECTOR SECTORS");
            }
            sector = number(words[1], where);
            sectors = (int) number(words[2], where);
            next = 3;
        }
        boolean preflush = false;
        boolean fua = false;
        boolean async = false;
        for (; next < words.length; next++) {
            switch (words[next]) {
                case "preflush" -> preflush = true;
                case "fua" -> fua = true;
                case "&" -> async = true;
                default -> throw new BadInputException(where + ": unexpected \"" + words[next]
                        + "\" after " + words[0]);
            }
        }
        if ((preflush || fua) && kind != Kind.WRITE || async && !kind.mayBeAsync()) {
            throw new BadInputException(where + ": only write takes preflush and fua, and " + words[0]
                    + " cannot take all of these");
        }
        return new Op(kind, sector, sectors, preflush, fua, async, "");
    }

    private static Op pause(String[] words, String where) throws BadInputException {
        if (words.length != 2 || !words[1].matches("[0-9]{1,7}") || Integer.parseInt(words[1]) > PAUSE_MAX_MS) {
            throw new BadInputException(where + ": pause needs milliseconds, 0 to " + PAUSE_MAX_MS
                    + ", as in \"pause 1000\"");
        }
        return words(Kind.PAUSE, words[1], false);
    }

    private static Op reload(String table, String where) throws BadInputException {
        try {
            Table.parse(table);
        } catch (TableException e) {
            throw new BadInputException(where + ": " + e.getMessage());
        }
        return words(Kind.RELOAD, table, false);
    }

    /** The other table that a reload loads. */
    Table table() {
        try {
            return Table.parse(message);
        } catch (TableException e) {
            throw new IllegalStateException("it was parsed before", e);
        }
    }

    /** How long a pause is. */
    long pauseMs() {
        return Long.parseLong(message);
    }

    /**
     * As a bio.
     *
     * @param number of the operation in its workload, which decides what a write writes
     */
    Bio bio(int number) {
        return switch (kind) {
            case WRITE -> Bio.write(sector, sectors, Payload.of(number, sector, sectors), 0, preflush, fua);
            case READ -> Bio.read(sector, new byte[sectors * Sectors.BYTES]);
            case DISCARD -> Bio.discard(sector, sectors);
            case FLUSH -> Bio.flush();
            case WAIT, PAUSE, WAKE, SUSPEND, RELOAD, MESSAGE, MGR, SYSFS, FAULT, CRASH ->
                    throw new IllegalArgumentException(this + " is not a bio");
        };
    }

    private static long number(String word, String where) throws BadInputException {
        if (!word.matches("[0-9]{1,9}")) {
            throw new BadInputException(where + ": \"" + word + "\" is not a number of sectors");
        }
        return Long.parseLong(word);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.name().toLowerCase(Locale.ROOT));
        if (kind.hasRange()) {
            text.append(' ').append(sector).append(' ').append(sectors);
        }
        text.append(preflush ? " preflush" : "").append(fua ? " fua" : "");
        text.append(message.isEmpty() ? "" : " " + message).append(async ? " &" : "");
        return text.toString();
    }
}
