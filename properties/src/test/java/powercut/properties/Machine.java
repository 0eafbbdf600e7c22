package powercut.properties;

import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.run.Subjects;
import powercut.dm.TableException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;

/**
 * A small machine: a writecache target in SSD mode on two disks.
 *
 * @param blockSize bytes
 * @param originBlocks size of the device, in blocks of {@code blockSize}
 * @param cacheBlocks blocks that fit into the cache
 * @param options of the table line, with their count
 */
record Machine(int blockSize, int originBlocks, int cacheBlocks, String options) {
    private static final int SUPERBLOCK_AND_ENTRIES_BYTES = Sectors.BYTES; // for up to 28 blocks

    int blockSectors() {
        return blockSize / Sectors.BYTES;
    }

    String table() {
        return "0 " + originSectors() + " writecache s origin@0+" + originSectors() + " cache@0+" + cacheSectors()
                + " " + blockSize + " " + options;
    }

    /** The machine with this type in place of the target: what {@code powercut explore writecache-ssd --table} runs. */
    Stack stack(TargetType writecache) {
        try {
            return Subjects.WRITECACHE_SSD.withTable(table()).stack(new TargetTypes(writecache));
        } catch (TableException | BadInputException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private long originSectors() {
        return (long) originBlocks * blockSectors();
    }

    /** Metadata, padded to a whole block, and the blocks. */
    private long cacheSectors() {
        return (Math.max(blockSize, SUPERBLOCK_AND_ENTRIES_BYTES) + (long) cacheBlocks * blockSize) / Sectors.BYTES;
    }
}
