package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.crash.explore.Stack;
import powercut.dm.Table;
import powercut.dm.TargetTypes;
import powercut.writecache.Commit;
import powercut.writecache.WritecacheState;
import powercut.writecache.WritecacheSteps;
import powercut.writecache.WritecacheType;

/**
 * A commit whose entries lie in several sectors of metadata, so that sector atomicity does not order them against the
 * superblock: only the FLUSH between them does (rules 14 and 15).
 */
class GroupCommitTest {
    private static final int SEEDS = 12;
    private static final int CACHE_BLOCKS = 40; // entries in two sectors; the second from entry 28 on

    @Test
    void entriesOfSeveralSectorsAreCommittedTogether() throws Exception {
        assertThat(violated(new WritecacheType(), DiskOptions.DEFAULT, 1)).isZero();
    }

    @Test
    void superblockWithoutItsEntriesIsFound() throws Exception {
        assertThat(violated(new WritecacheType(new WritecacheSteps().commit(SuperblockOnly::new)),
                DiskOptions.DEFAULT, 1)).isPositive();
    }

    @Test
    void disksOfLargeSectorsKeepTheSamePromises() throws Exception {
        DiskOptions large = DiskOptions.DEFAULT.withLogicalBlockBytes(4096);
        assertThat(violated(new WritecacheType(), large, 8)).isZero();
    }

    /** Writes the superblock without having written the entries. */
    private static final class SuperblockOnly extends Commit {
        SuperblockOnly(WritecacheState wc) {
            super(wc);
        }

        @Override
        protected boolean makeUncommittedDurable() {
            waitForData();
            dropFailedWrites();
            return true;
        }
    }

    private static int violated(WritecacheType type, DiskOptions options, int blockSectors) throws Exception {
        long originSectors = 60L * blockSectors;
        long cacheSectors = (CACHE_BLOCKS + 2L) * blockSectors;
        String table = "0 " + originSectors + " writecache s origin cache " + blockSectors * Sectors.BYTES
                + " 4 high_watermark 90 low_watermark 60";
        Stack stack = new Stack(Table.parse(table), new TargetTypes(type),
                List.of(new Stack.Disk("origin", originSectors, options),
                        new Stack.Disk("cache", cacheSectors, options)),
                Map.of("origin", new Stack.Slice(0, 0, originSectors),
                        "cache", new Stack.Slice(1, 0, cacheSectors)));
        Workload.Shape shape = new Workload.Shape(originSectors, blockSectors, List.of("flush"), true);
        int violated = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            violated += Explored.of(stack, List.of(), Workload.random(seed, 100, shape), seed).violations().isEmpty()
                    ? 0 : 1;
        }
        return violated;
    }
}
