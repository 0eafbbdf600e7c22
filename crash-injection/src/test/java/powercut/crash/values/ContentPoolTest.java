package powercut.crash.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import powercut.block.Sectors;

class ContentPoolTest {
    private static final int MANY = 5000; // the table grows several times

    private final ContentPool pool = new ContentPool();

    @Test
    void zerosAreNumberZero() {
        assertThat(pool.size()).isEqualTo(1);
        assertThat(pool.intern(new byte[Sectors.BYTES], 0)).isEqualTo(ContentPool.ZERO);
        assertThat(pool.bytes(ContentPool.ZERO)).containsOnly(0).hasSize(Sectors.BYTES);
    }

    @Test
    void numbersAreGivenInTheOrderOfFirstUseAndKept() {
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i < MANY; i++) {
                assertThat(pool.intern(sector(i), 0)).as("content %d, round %d", i, round).isEqualTo(i);
            }
        }
        assertThat(pool.size()).isEqualTo(MANY);
        assertThat(pool.bytes(4711)).isEqualTo(sector(4711));
        assertThat(pool.collisions()).isLessThan(2 * MANY);
    }

    @Test
    void contentIsCopied() {
        byte[] data = sector(1);
        int value = pool.intern(data, 0);
        data[100] = 1;
        assertThat(pool.bytes(value)).isEqualTo(sector(1));
        assertThat(pool.intern(data, 0)).isEqualTo(value + 1);
    }

    @Test
    void sectorsAreInternedOneByOneFromTheOffsetOn() {
        byte[] data = ByteBuffer.allocate(4 * Sectors.BYTES + 3).position(3)
                .put(sector(7)).put(sector(8)).put(sector(0)).put(sector(7)).array();
        assertThat(pool.internAll(data, 3, 4)).containsExactly(1, 2, ContentPool.ZERO, 1);
    }

    /** Differs from others in one byte in the middle. */
    private static byte[] sector(int number) {
        return ByteBuffer.allocate(Sectors.BYTES).putInt(254, number).array();
    }
}
