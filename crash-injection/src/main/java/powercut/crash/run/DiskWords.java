package powercut.crash.run;

import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;

/**
 * What a disk is like, as text: {@code block=BYTES}, {@code no-volatile-cache}, {@code lying-flush}, separated by
 * commas; or {@code asynchronous} of persistent memory, which only a FLUSH of its device would make durable.
 */
final class DiskWords {
    private static final String BLOCK = "block=";
    private static final int BLOCK_BYTES_MAX = 32768;

    private DiskWords() {}

    /** The disk with these options. */
    static Stack.Disk apply(Stack.Disk disk, String words) throws BadInputException {
        if (disk.kind() == Stack.Kind.PMEM) {
            if (!words.equals("asynchronous")) {
                throw new BadInputException("disk option \"" + words + "\" of " + disk.name()
                        + ": unknown, expected asynchronous");
            }
            return disk.withOptions(disk.options().withLyingFlush());
        }
        DiskOptions options = disk.options();
        for (String word : words.split(",", -1)) {
            if (word.startsWith(BLOCK)) {
                options = options.withLogicalBlockBytes(blockBytes(word.substring(BLOCK.length())));
            } else if (word.equals("no-volatile-cache")) {
                options = options.withoutVolatileCache();
            } else if (word.equals("lying-flush")) {
                options = options.withLyingFlush();
            } else {
                throw new BadInputException("disk option \"" + word + "\" of " + disk.name()
                        + ": unknown, expected block=BYTES, no-volatile-cache or lying-flush");
            }
        }
        return disk.withOptions(options);
    }

    private static int blockBytes(String word) throws BadInputException {
        if (word.matches("[0-9]{1,5}")) {
            int bytes = Integer.parseInt(word);
            if (Integer.bitCount(bytes) == 1 && bytes >= Sectors.BYTES && bytes <= BLOCK_BYTES_MAX) {
                return bytes;
            }
        }
        throw new BadInputException("disk option \"block=" + word + "\": expected a power of two from "
                + Sectors.BYTES + " to " + BLOCK_BYTES_MAX);
    }
}
