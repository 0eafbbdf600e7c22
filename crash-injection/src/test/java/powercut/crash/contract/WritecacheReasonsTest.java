package powercut.crash.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import powercut.block.DiskOptions;
import powercut.crash.explore.Stack;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.crash.values.SectorSets.Rule;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetTypes;

/**
 * What a crash image of 8 blocks, superblock seq_count 5, says about sector 3 of the target, which is sector 7 of the
 * device.
 */
class WritecacheReasonsTest {
    private static final String TABLE = "0 4 linear origin 100\n4 16 writecache s origin cache 512 0";
    private static final long SECTOR = 7;
    private static final long SLICE = 10; // the cache begins there on its disk
    private static final int NOTHING_PROMISED = -1;

    private final ContentPool pool = new ContentPool();
    private final ByteBuffer metadata = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    private final SectorSets origin = SectorSets.zeros(Rule.MEDIUM);
    private final SectorSets cache = SectorSets.zeros(Rule.MEDIUM);

    @BeforeEach
    void format() {
        metadata.putInt(0, 0x23489321).putInt(4, 1).putInt(8, 512).putLong(16, 8).putLong(24, 5);
        for (int i = 0; i < 8; i++) {
            entry(i, -1, -1);
        }
    }

    @Test
    void committedEntryIsRead() throws TableException {
        entry(2, 3, 4);
        assertThat(why(SECTOR, NOTHING_PROMISED)).isEqualTo(
                "the superblock's seq_count is 5; entry 2 names the block with seq_count 4:"
                + " committed, so its data block at cache sector 3 is read");
    }

    @Test
    void uncommittedEntryIsDropped() throws TableException {
        entry(2, 3, 5);
        assertThat(why(SECTOR, NOTHING_PROMISED)).isEqualTo(
                "the superblock's seq_count is 5; entry 2 names the block with seq_count 5:"
                + " not below the superblock's, so it is not committed and recovery drops it;"
                + " no committed entry names the block, so the origin is read");
    }

    @Test
    void promisedWriteBehindAFreeEntryIsPointedOut() throws TableException {
        assertThat(why(SECTOR, data(1, 77))).isEqualTo(
                "the superblock's seq_count is 5; the promised write is in the data block of"
                + " entry 1 (cache sector 2), but that entry is free;"
                + " no committed entry names the block, so the origin is read");
    }

    @Test
    void promisedWriteBehindAnEntryOfAnotherBlockIsPointedOut() throws TableException {
        entry(1, 9, 4);
        assertThat(why(SECTOR, data(1, 77))).contains(
                "the promised write is in the data block of entry 1 (cache sector 2),"
                + " but that entry names sector 9;");
    }

    @Test
    void imageWithoutASuperblockSaysNothing() throws TableException {
        metadata.putInt(0, 0);
        assertThat(why(SECTOR, NOTHING_PROMISED)).isEqualTo(
                "the superblock says nothing: Invalid magic in the superblock;"
                + " recovery formats the cache or refuses it");
    }

    @Test
    void otherTargetsHaveNoReasons() throws TableException {
        assertThat(why(3, NOTHING_PROMISED)).isEmpty();
        assertThat(why(20, NOTHING_PROMISED)).isEmpty();
    }

    private void entry(int index, long sector, long seqCount) {
        metadata.putLong(64 + 16 * index, sector).putLong(72 + 16 * index, seqCount);
    }

    /** Fills a data block. */
    private int data(int block, int fill) {
        byte[] bytes = new byte[512];
        Arrays.fill(bytes, (byte) fill);
        int value = pool.intern(bytes, 0);
        cache.settle(SLICE + 1 + block, value);
        return value;
    }

    private String why(long sector, int promised) throws TableException {
        cache.settle(SLICE, pool.intern(metadata.array(), 0));
        Stack stack = new Stack(Table.parse(TABLE), new TargetTypes(),
                List.of(new Stack.Disk("origin", 128, DiskOptions.DEFAULT), new Stack.Disk("cache", 32,
                        DiskOptions.DEFAULT)),
                Map.of("origin", new Stack.Slice(0, 0, 128), "cache", new Stack.Slice(1, SLICE, 9)));
        return new WritecacheReasons(stack, pool).why(List.of(origin, cache), sector, promised);
    }
}
