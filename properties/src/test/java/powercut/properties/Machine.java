package powercut.properties;

import java.util.List;
import java.util.Map;
import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.crash.explore.Stack;
import powercut.dm.Table;
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
        return "0 " + originSectors() + " writecache s origin cache " + blockSize + " " + options;
    }

    /** The machine with this type in place of the target. */
    Stack stack(TargetType writecache) {
        try {
            return new Stack(Table.parse(table()), new TargetTypes(writecache),
                    List.of(new Stack.Disk("origin", originSectors(), DiskOptions.DEFAULT),
                            new Stack.Disk("cache", cacheSectors(), DiskOptions.DEFAULT)),
                    Map.of("origin", new Stack.Slice(0, 0, originSectors()), "cache", new Stack.Slice(1, 0, cacheSectors())));
        } catch (TableException e) {
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
