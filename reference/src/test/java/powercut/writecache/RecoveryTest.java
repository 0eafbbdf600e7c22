package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.StateDigest;

/** What resume makes of the entries (rule 31); the data block of entry i holds the tag i + 1, the origin zeros. */
class RecoveryTest {
    private static final long FREE = Superblock.FREE;

    /** One row of the table in {@link Recovery}: two entries against a superblock at 5. */
    @ParameterizedTest
    @CsvSource({
        "9, -1, 9, -1,   0, 8, -1, -1, nothing",
        "9, -1, 9,  5,   0, 8, -1, -1, all",
        "9,  7, 9,  6,   0, 8, -1, -1, all",
        "9,  4, 8, -1,   1, 7,  4, -1, nothing",
        "9,  4, 8,  3,   1, 6,  4,  3, nothing",
        "9,  4, 9,  5,   1, 7,  4, -1, all",
        "9,  4, 9,  3,   1, 7,  4, -1, all",
        "9,  3, 9,  4,   2, 7, -1,  4, all",
        "9,  0, 9,  4,   2, 7, -1,  4, all"})
    void eachEntryIsKeptOrErased(long sector0, long seq0, long sector1, long seq1, int tagOf9, int free,
            long after0, long after1, String written) {
        Bench bench = new Bench(8, "4 high_watermark 100 low_watermark 100");
        load(bench, 5, sector0, seq0, sector1, seq1);
        bench.runBare(() -> {
            bench.device = bench.newDevice();
            bench.device.load(bench.table());
            bench.io.clear();
            bench.device.resume();
            if (written.equals("all")) {
                assertThat(bench.io).containsExactly("cache READ 0+1", "cache WRITE 0+1", "cache FLUSH");
            } else {
                assertThat(bench.io).containsExactly("cache READ 0+1");
            }
            assertThat(bench.info()).isEqualTo("0 8 " + free + " 0");
            assertThat(bench.read(9)).isEqualTo(tagOf9);
            assertThat(bench.seqCountOnDisk(0)).isEqualTo(after0);
            assertThat(bench.seqCountOnDisk(1)).isEqualTo(after1);
            assertThat(bench.superblockSeqCount()).isEqualTo(5);
        });
    }

    @Test
    void twoIdenticalEntriesAreAnErrorAndStayAsEvidence() {
        Bench bench = new Bench(8, "0");
        load(bench, 5, 9, 4, 9, 4, 7, 6);
        bench.runBare(() -> {
            activate(bench);
            assertThat(bench.io).doesNotContain("cache WRITE 0+1");
            assertThat(bench.errors).containsExactly("two identical entries, position 1, sector 9, sequence 4");
            assertThat(bench.read(9)).as("the later position").isEqualTo(2);
            assertThat(bench.tryWrite(9, 5)).isEqualTo(Status.IOERR);
            assertThat(bench.flush()).isEqualTo(Status.IOERR);
            assertThat(bench.info()).startsWith("-22 8 ");
            assertThat(bench.device.message(0, "flush")).isEqualTo(-5);
            bench.device.suspend();
            bench.device.resume();
            assertThat(bench.io).as("not even a resume writes").noneMatch(io -> io.startsWith("cache WRITE"));
        });
    }

    @Test
    void theMetadataIsReadSectorBySectorUpToTheLastEntry() {
        Bench bench = new Bench(100, "0");
        bench.runBare(() -> {
            bench.device = bench.newDevice();
            bench.device.load(bench.table());
            bench.io.clear();
            bench.device.resume();
            assertThat(bench.io).containsExactly(
                    "cache READ 0+1", "cache READ 1+1", "cache READ 2+1", "cache READ 3+1");
        });
    }

    @Test
    void everyReadFailsWhenTheMetadataCannotBeRead() {
        Bench bench = new Bench(100, "0");
        bench.run(() -> {
            bench.write(9, 1);
            bench.flush();
            bench.device.suspend();
            bench.cache.failing = bio -> bio.op() == Bio.Op.READ && bio.sector() == 2;
            bench.io.clear();
            bench.device.resume();
            assertThat(bench.errors).containsExactly("unable to read metadata: -5");
            assertThat(bench.tryRead(9)).isEqualTo(Status.IOERR);
            assertThat(bench.tryRead(10)).as("not cached as far as anybody knows").isEqualTo(Status.IOERR);
            assertThat(bench.tryWrite(9, 2)).isEqualTo(Status.IOERR);
            assertThat(bench.io).noneMatch(io -> io.contains("WRITE"));
        });
    }

    @Test
    void theMetadataIsReadAgainAtEachResumeUntilItCanBe() {
        Bench bench = new Bench(100, "0");
        bench.run(() -> {
            bench.write(9, 1);
            bench.device.suspend();
            bench.cache.failing = WatchedDisk.op(Bio.Op.READ);
            bench.device.resume();
            assertThat(bench.tryRead(9)).isEqualTo(Status.IOERR);
            bench.cache.failing = bio -> false;
            bench.device.suspend();
            bench.device.resume();
            assertThat(bench.read(9)).isEqualTo(1);
            assertThat(bench.tryWrite(9, 2)).as("the error stays").isEqualTo(Status.IOERR);
        });
    }

    @Test
    void aFullCacheStartsWritebackAtResume() {
        Bench bench = new Bench(2, "4 high_watermark 100 low_watermark 100");
        load(bench, 5, 3, 4, 4, 4);
        bench.runBare(() -> {
            activate(bench);
            assertThat(bench.submitFromTask(Bio.write(9, Bench.sector(9))).await()).isEqualTo(Status.OK);
            assertThat(bench.read(3)).isEqualTo(1);
            assertThat(bench.read(4)).isEqualTo(2);
        });
    }

    @Test
    void aNewTableSeesWhatTheOldOneCommittedAfterItWasLoaded() {
        Bench bench = new Bench(8, "0");
        bench.run(() -> {
            bench.device.load(bench.table());
            bench.write(5, 7);
            bench.flush();
            bench.device.resume();
            assertThat(bench.read(5)).isEqualTo(7);
            bench.write(6, 8);
            bench.flush();
            assertThat(bench.seqCountOnDisk(0)).isZero();
            assertThat(bench.seqCountOnDisk(1)).isEqualTo(1);
        });
    }

    @Test
    void whereAFreeEntryOnceBelongedDoesNotCount() {
        assertThat(digest(5, 9, FREE, 8, 4)).isEqualTo(digest(5, 7, FREE, 8, 4));
        assertThat(digest(5, 9, FREE, 8, 4)).isNotEqualTo(digest(5, 9, FREE, 8, 3));
        assertThat(digest(5, 9, FREE, 8, 4)).isNotEqualTo(digest(5, 9, FREE, 7, 4));
        assertThat(digest(5, 9, FREE, 8, 4)).isNotEqualTo(digest(6, 9, FREE, 8, 4));
        assertThat(digest(5, 9, 6, 8, 4)).as("once recovery is done").isEqualTo(digest(5, 9, FREE, 8, 4));
    }

    private static long digest(long superblockSeqCount, long... entries) {
        Bench bench = new Bench(8, "0");
        load(bench, superblockSeqCount, entries);
        StateDigest digest = new StateDigest();
        bench.runBare(() -> {
            activate(bench);
            bench.device.digest(digest);
        });
        return digest.value();
    }

    private static void activate(Bench bench) {
        bench.device = bench.newDevice();
        try {
            bench.device.load(bench.table());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        bench.device.resume();
    }

    /** An image: pairs of original_sector and seq_count from entry 0 on, the others free. */
    private static void load(Bench bench, long superblockSeqCount, long... entries) {
        int nBlocks = (int) bench.cache.sectors() - 1;
        byte[] metadata = new byte[512];
        new Superblock(Superblock.MAGIC, 1, 512, nBlocks, superblockSeqCount).store(metadata);
        for (int b = 0; b < nBlocks; b++) {
            int offset = Superblock.BYTES + b * Superblock.ENTRY_BYTES;
            boolean given = 2 * b < entries.length;
            LittleEndian.put64(metadata, offset, given ? entries[2 * b] : FREE);
            LittleEndian.put64(metadata, offset + Long.BYTES, given ? entries[2 * b + 1] : FREE);
            bench.cache.disk.load(1 + b, Bench.sector(b + 1));
        }
        bench.cache.disk.load(0, metadata);
    }
}
