package powercut.crash.fault;

import powercut.block.Bio;
import powercut.crash.BadInputException;

/**
 * One fault of a disk; {@link FaultyDisk} says what each does. As text, as {@link #parse} reads it and {@code toString}
 * prints it back:
 *
 * <pre>
 *   error_reads   error_writes@17   drop_writes@3-5   error_flushes@1   error_writes 8+16   error_reads@2 8+16
 *   error_after_writes@4
 *   corrupt_bio_byte 224 w 7 0   corrupt_bio_byte@2 1 r 255 0 8+16   addbadblock 8
 *   poison 64
 * </pre>
 */
public sealed interface Fault {
    /** A fault that some bios meet. */
    sealed interface OfBio extends Fault {
        When when();

        /** Whether the bio is of the kind that this fault hits and counts. */
        boolean concerns(Bio bio);

        /** Whether a bio that is hit ends with EIO and never reaches the disk. */
        default boolean isError() {
            return true;
        }
    }

    record ErrorReads(When when) implements OfBio {
        @Override
        public boolean concerns(Bio bio) {
            return bio.op() == Bio.Op.READ;
        }

        @Override
        public String toString() {
            return "error_reads" + when;
        }
    }

    record ErrorWrites(When when) implements OfBio {
        @Override
        public boolean concerns(Bio bio) {
            return changesData(bio);
        }

        @Override
        public String toString() {
            return "error_writes" + when;
        }
    }

    record ErrorAfterWrites(When when) implements OfBio {
        @Override
        public boolean concerns(Bio bio) {
            return changesData(bio);
        }

        @Override
        public boolean isError() {
            return false;
        }

        @Override
        public String toString() {
            return "error_after_writes" + when;
        }
    }

    record DropWrites(When when) implements OfBio {
        @Override
        public boolean concerns(Bio bio) {
            return changesData(bio);
        }

        @Override
        public boolean isError() {
            return false;
        }

        @Override
        public String toString() {
            return "drop_writes" + when;
        }
    }

    record ErrorFlushes(When when) implements OfBio {
        @Override
        public boolean concerns(Bio bio) {
            return bio.preflush();
        }

        @Override
        public String toString() {
            return "error_flushes" + when;
        }
    }

    /**
     * @param nthByte from 1; a shorter bio is left as it is
     * @param write on the way down, else on the way up
     * @param value 0 to 255
     * @param flags that the bio must have: the sum of {@link #PREFLUSH} and {@link #FUA}
     */
    record CorruptBioByte(int nthByte, boolean write, int value, int flags, When when) implements OfBio {
        /**
         * REQ_PREFLUSH; with the number that it has in a dm-log-writes log, because the kernel's own changes with its
         * version.
         */
        public static final int PREFLUSH = 1;
        /** REQ_FUA. */
        public static final int FUA = 2;

        @Override
        public boolean concerns(Bio bio) {
            int has = (bio.preflush() ? PREFLUSH : 0) | (bio.fua() ? FUA : 0);
            return bio.op() == (write ? Bio.Op.WRITE : Bio.Op.READ) && (flags & ~has) == 0;
        }

        @Override
        public boolean isError() {
            return false;
        }

        @Override
        public String toString() {
            return "corrupt_bio_byte" + when.count() + " " + nthByte + (write ? " w " : " r ") + value + " " + flags
                    + when.range();
        }
    }

    /**
     * A line of persistent memory that cannot be loaded until it is stored over.
     *
     * @param offset a byte in it
     */
    record Poison(long offset) implements Fault {
        @Override
        public String toString() {
            return "poison " + offset;
        }
    }

    /** A logical block that cannot be read until it is written. */
    record AddBadBlock(long block) implements Fault {
        @Override
        public String toString() {
            return "addbadblock " + block;
        }
    }

    /**
     * Which of the bios that a fault concerns it hits.
     *
     * @param from number of the first, from 1
     * @param to number of the last
     * @param start first sector of the range that a bio must touch
     * @param sectors length of the range; 0 for the whole disk
     */
    record When(long from, long to, long start, long sectors) {
        /** All of them. */
        public static final When ALWAYS = new When(1, Long.MAX_VALUE, 0, 0);

        boolean includes(long number) {
            return number >= from && number <= to;
        }

        boolean touches(Bio bio) {
            return sectors == 0 || bio.sector() < start + sectors && bio.endSector() > start;
        }

        String count() {
            if (to == Long.MAX_VALUE) {
                return "";
            }
            return from == to ? "@" + from : "@" + from + "-" + to;
        }

        String range() {
            return sectors == 0 ? "" : " " + start + "+" + sectors;
        }

        @Override
        public String toString() {
            return count() + range();
        }
    }

    /** Reads one fault; words are separated by single blanks. */
    static Fault parse(String text) throws BadInputException {
        return new FaultParser(text).fault();
    }

    private static boolean changesData(Bio bio) {
        return bio.op() == Bio.Op.WRITE || bio.op() == Bio.Op.DISCARD;
    }
}
