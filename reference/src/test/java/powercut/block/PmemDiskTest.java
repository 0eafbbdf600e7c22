package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PmemDiskTest {
    private final List<String> events = new ArrayList<>();
    private final PmemDisk disk = new PmemDisk("pmem", 4, new Recorder());
    private final PersistentMemory memory = disk.dax();

    @Test
    void storeIsLoadedBackAtOnceAndTouchesNothingElse() throws HardwareMemoryError {
        memory.store(504, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), 0, 16);
        byte[] loaded = new byte[6];
        memory.load(509, loaded, 1, 4);
        assertThat(loaded).containsExactly(0, 6, 7, 8, 9, 0);
        assertThat(disk.peek(0, 1)[503]).isZero();
        assertThat(disk.peek(1, 1)[8]).isZero();
        assertThat(events).containsExactly("store 504+16 from 1");
    }

    @Test
    void storeOfAPartOfAnAtomIsRefused() {
        byte[] from = new byte[16];
        assertThatThrownBy(() -> memory.store(4, from, 0, 8)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a store of bytes 4+8 is not of whole atoms");
        assertThatThrownBy(() -> memory.store(8, from, 0, 12)).isInstanceOf(IllegalArgumentException.class);
        assertThat(events).isEmpty();
    }

    @Test
    void accessBeyondTheEndIsRefused() {
        byte[] bytes = new byte[16];
        assertThat(memory.bytes()).isEqualTo(2048);
        assertThatThrownBy(() -> memory.load(2040, bytes, 0, 9)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes 2040+9 are not all in the memory, it has 2048");
        assertThatThrownBy(() -> memory.store(2040, bytes, 0, 16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.load(-8, bytes, 0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> disk.poison(2048)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void poisonedLineFailsTheLoadsThatTouchItAndNoOthers() throws HardwareMemoryError {
        disk.poison(130);
        byte[] into = new byte[64];
        memory.load(64, into, 0, 64);
        memory.load(192, into, 0, 64);
        assertThatThrownBy(() -> memory.load(100, into, 0, 29)).isInstanceOf(HardwareMemoryError.class)
                .hasMessage("poisoned memory at byte 128");
        assertThatThrownBy(() -> memory.load(191, into, 0, 1)).isInstanceOf(HardwareMemoryError.class);
        memory.load(191, into, 0, 0);
        assertThat(disk.poisonHits()).isEqualTo(2);
    }

    @Test
    void onlyAStoreOfTheWholeLineHealsPoison() throws HardwareMemoryError {
        byte[] ones = new byte[128];
        Arrays.fill(ones, (byte) 1);
        disk.poison(64);
        memory.store(64, ones, 0, 56);
        memory.store(72, ones, 0, 56);
        assertThatThrownBy(() -> memory.load(64, ones, 0, 8)).isInstanceOf(HardwareMemoryError.class);
        memory.store(56, ones, 0, 72);
        byte[] loaded = new byte[64];
        memory.load(64, loaded, 0, 64);
        assertThat(loaded).containsOnly(1);
    }

    @Test
    void biosAreStoresAndBarriersAndEndAtOnce() {
        byte[] into = Fill.sectors(9, 9, 9, 9);
        execute(Status.OK, Bio.write(1, 2, Fill.sectors(7, 8), 0, true, false));
        execute(Status.OK, Bio.writeFua(3, Fill.sectors(6)));
        execute(Status.OK, Bio.flush());
        execute(Status.OK, Bio.read(1, 3, into, Sectors.BYTES));
        assertThat(Fill.cells(into)).containsExactly(9, 7, 8, 6);
        assertThat(events).containsExactly("barrier", "store 512+1024 from 7", "store 1536+512 from 6", "barrier",
                "barrier");
    }

    @Test
    void readOfPoisonFailsAndAWriteHealsIt() {
        disk.poison(1030);
        execute(Status.IOERR, Bio.read(2, new byte[512]));
        execute(Status.OK, Bio.read(1, new byte[512]));
        execute(Status.OK, Bio.write(2, Fill.sectors(5)));
        execute(Status.OK, Bio.read(2, new byte[512]));
    }

    @Test
    void bioBeyondTheEndFailsAndDiscardIsNotSupported() {
        execute(Status.IOERR, Bio.write(3, Fill.sectors(1, 1)));
        execute(Status.NOTSUPP, Bio.discard(0, 1));
        assertThat(disk.limits().discard()).isFalse();
        assertThat(events).isEmpty();
    }

    @Test
    void imageIsThereWithoutAStore() {
        disk.load(1, Fill.sectors(3, 4));
        assertThat(Fill.cells(disk.peek(0, 4))).containsExactly(0, 3, 4, 0);
        assertThat(events).isEmpty();
    }

    private void execute(Status expected, Bio bio) {
        disk.submit(bio);
        assertThat(bio.status()).as(bio.toString()).isEqualTo(expected);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Writes down what it sees; no bio may come. */
    private final class Recorder implements IoObserver {
        @Override
        public int submitted(BlockDevice device, Bio bio) {
            throw new AssertionError(bio);
        }

        @Override
        public void ended(int io, Bio bio, Status status) {
            throw new AssertionError(bio);
        }

        @Override
        public void stored(BlockDevice device, long offset, byte[] from, int at, int length) {
            events.add("store " + offset + "+" + length + " from " + from[at]);
        }

        @Override
        public void barrier(BlockDevice device) {
            events.add("barrier");
        }
    }
}
