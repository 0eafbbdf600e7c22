package powercut.properties;

import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.run.Subject;
import powercut.crash.run.Subjects;
import powercut.dm.TableException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;

/**
 * A small machine: a writecache target on a disk, and on another or on persistent memory.
 *
 * @param mode of the target
 * @param blockSize bytes
 * @param originBlocks size of the device, in blocks of {@code blockSize}
 * @param cacheBlocks blocks that fit into the cache; into persistent memory more, if these fill no page
 * @param options of the table line, with their count
 */
record Machine(Mode mode, int blockSize, int originBlocks, int cacheBlocks, String options) {
    private static final int PAGE_BYTES = 4096; // the least that the driver maps
    private static final int SUPERBLOCK_AND_ENTRIES_BYTES = Sectors.BYTES; // for up to 28 blocks

    /** What the cache is on. */
    enum Mode {
        SSD("s", Subjects.WRITECACHE_SSD), PMEM("p", Subjects.WRITECACHE_PMEM);

        private final String letter;
        private final Subject subject;

        Mode(String letter, Subject subject) {
            this.letter = letter;
            this.subject = subject;
        }
    }

    /** The name of what {@code powercut explore} runs on this machine. */
    String subject() {
        return mode.subject.name();
    }

    int blockSectors() {
        return blockSize / Sectors.BYTES;
    }

    String table() {
        return "0 " + originSectors() + " writecache " + mode.letter + " origin@0+" + originSectors() + " cache@0+"
                + cacheSectors() + " " + blockSize + " " + options;
    }

    /** The machine with this type in place of the target: what {@code powercut explore SUBJECT --table} runs. */
    Stack stack(TargetType writecache) {
        try {
            return mode.subject.withTable(table()).stack(new TargetTypes(writecache));
        } catch (TableException | BadInputException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private long originSectors() {
        return (long) originBlocks * blockSectors();
    }

    /** Metadata, padded to a whole block, and the blocks. */
    private long cacheSectors() {
        long bytes = Math.max(blockSize, SUPERBLOCK_AND_ENTRIES_BYTES) + (long) cacheBlocks * blockSize;
        return Math.max(bytes, mode == Mode.PMEM ? PAGE_BYTES : 0) / Sectors.BYTES;
    }
}
