package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.HardwareMemoryError;
import powercut.block.PersistentMemory;
import powercut.block.Status;
import powercut.dm.StateDigest;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.FirstChooser;

/** What resume makes of persistent memory (rule 31), good or bad; the data block of entry i holds the tag i + 1. */
class PmemRecoveryTest {
    private static final long FREE = Superblock.FREE;

    /** One row of the table in {@link Recovery}: two entries against a superblock at 5. */
    @ParameterizedTest
    @CsvSource({
        "9, -1, 9, -1,   0, 8, ''",
        "9, -1, 9,  5,   0, 8, 88",
        "9,  7, 9,  6,   0, 8, 72 88",
        "9,  4, 8, -1,   1, 7, ''",
        "9,  4, 8,  3,   1, 6, ''",
        "9,  4, 9,  5,   1, 7, 88",
        "9,  4, 9,  3,   1, 7, 88",
        "9,  3, 9,  4,   2, 7, 72"})
    void eachEntryIsKeptOrErased(long sector0, long seq0, long sector1, long seq1, int tagOf9, int free,
            String cleared) {
        Bench bench = image(5, sector0, seq0, sector1, seq1);
        bench.runBare(() -> {
            activate(bench);
            List<String> expected = new ArrayList<>();
            for (String offset : cleared.isEmpty() ? new String[0] : cleared.split(" ")) {
                expected.add("store " + offset + "+8");
            }
            if (!expected.isEmpty()) {
                expected.add("barrier");
            }
            assertThat(bench.io).isEqualTo(expected);
            assertThat(bench.info()).isEqualTo("0 8 " + free + " 0");
            assertThat(bench.read(9)).isEqualTo(tagOf9);
            assertThat(bench.superblockSeqCount()).isEqualTo(5);
        });
    }

    @Test
    void entriesAreLoadedAtomByAtomAndTheSectorOnlyOfACommittedOne() {
        List<String> loads = new ArrayList<>();
        WritecacheType type = new WritecacheType(new WritecacheSteps().claim(new LoggedClaim(loads)));
        Bench bench = Bench.pmem(8, "0", type, new FirstChooser());
        bench.loadPmem(8, 5, 9, 4, 8, FREE, 7, 6, 6, 3);
        bench.runBare(() -> {
            bench.device = bench.newDevice();
            bench.device.load(bench.table());
            assertThat(loads).containsExactly("0+8", "8+56");
            loads.clear();
            bench.device.resume();
            assertThat(loads).containsExactly("24+8", "72+8", "64+8", "88+8", "104+8", "120+8", "112+8",
                    "136+8", "152+8", "168+8", "184+8");
        });
    }

    @Test
    void twoIdenticalEntriesAreAnErrorAndStayAsEvidence() {
        Bench bench = image(5, 9, 4, 9, 4, 7, 6);
        bench.runBare(() -> {
            activate(bench);
            assertThat(bench.io).as("not even the uncommitted entry is cleared").isEmpty();
            assertThat(bench.errors).containsExactly("two identical entries, position 1, sector 9, sequence 4");
            assertThat(bench.read(9)).as("the later position").isEqualTo(2);
            assertThat(bench.tryWrite(9, 5)).isEqualTo(Status.IOERR);
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            bench.device.suspend();
            bench.device.resume();
            assertThat(bench.io).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0, hardware memory error when reading superblock: -5",
        "64, hardware memory error when reading metadata entry 0: -5",
        "128, hardware memory error when reading metadata entry 4: -5"})
    void afterBadMetadataNoReadReturnsWhatTheOriginHolds(int poisonedByte, String error) {
        Bench bench = image(5, 9, 4, 8, 6);
        bench.runBare(() -> {
            bench.device = bench.newDevice();
            bench.device.load(bench.table());
            bench.pmem.poison(poisonedByte);
            bench.device.resume();
            assertThat(bench.errors).containsExactly(error);
            for (int block = 0; block < 12; block++) {
                assertThat(bench.tryRead(block)).as("block %d", block).isEqualTo(Status.IOERR);
                assertThat(bench.tryWrite(block, 1)).as("block %d", block).isEqualTo(Status.IOERR);
            }
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            assertThat(bench.discard(9, 1)).isEqualTo(Status.IOERR);
            assertThat(bench.device.message(0, "flush")).isEqualTo(-5);
            assertThat(bench.info()).startsWith("-5 8 ");
            bench.device.remove();
            assertThat(bench.io).as("the medium stays as it was").noneMatch(io -> io.startsWith("origin"));
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(4);
        });
    }

    @Test
    void aFullCacheStartsWritebackAtResume() {
        Bench bench = image(5, 0, 4, 1, 4, 2, 4, 3, 4, 4, 4, 5, 4, 6, 4, 7, 4);
        bench.runBare(() -> {
            activate(bench);
            assertThat(bench.submitFromTask(Bio.write(9, Bench.sector(9))).await()).isEqualTo(Status.OK);
            assertThat(bench.read(3)).isEqualTo(4);
        });
    }

    @Test
    void theDigestTellsWhatMattersLaterAndNothingElse() {
        assertThat(digest(5, 9, FREE, 8, 4)).isEqualTo(digest(5, 7, FREE, 8, 4));
        assertThat(digest(5, 9, FREE, 8, 4)).isNotEqualTo(digest(5, 9, FREE, 8, 3));
        assertThat(digest(5, 9, FREE, 8, 4)).isNotEqualTo(digest(5, 9, FREE, 7, 4));
        assertThat(digest(5, 9, FREE, 8, 4)).isNotEqualTo(digest(6, 9, FREE, 8, 4));
        assertThat(digest(5, 9, 6, 8, 4)).as("once recovery is done").isEqualTo(digest(5, 9, FREE, 8, 4));
        assertThat(digest(5, 9, 3, 0, FREE, 9, 4)).as("block 0 is free after block 1, not before it")
                .isNotEqualTo(digest(5, 9, FREE, 0, FREE, 9, 4));
    }

    private static long digest(long superblockSeqCount, long... entries) {
        Bench bench = image(superblockSeqCount, entries);
        StateDigest digest = new StateDigest();
        bench.runBare(() -> {
            activate(bench);
            bench.device.digest(digest);
        });
        return digest.value();
    }

    private static Bench image(long superblockSeqCount, long... entries) {
        Bench bench = Bench.pmem(8, "4 high_watermark 100 low_watermark 100");
        bench.loadPmem(8, superblockSeqCount, entries);
        return bench;
    }

    private static void activate(Bench bench) throws TargetException, TableException {
        bench.device = bench.newDevice();
        bench.device.load(bench.table());
        bench.device.resume();
    }

    /** Maps memory that says what is loaded from it. */
    private static final class LoggedClaim extends PersistentMemoryClaim {
        private final List<String> loads;

        LoggedClaim(List<String> loads) {
            this.loads = loads;
        }

        @Override
        protected PersistentMemory map(BlockDevice cache) {
            PersistentMemory memory = cache.dax();
            return new PersistentMemory() {
                @Override
                public long bytes() {
                    return memory.bytes();
                }

                @Override
                public void load(long offset, byte[] into, int at, int length) throws HardwareMemoryError {
                    loads.add(offset + "+" + length);
                    memory.load(offset, into, at, length);
                }

                @Override
                public void store(long offset, byte[] from, int at, int length) {
                    memory.store(offset, from, at, length);
                }

                @Override
                public void barrier() {
                    memory.barrier();
                }
            };
        }
    }
}
