package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.dm.Target.StatusType;

/** The target serves bios itself, whole (rules 17 to 22); pictures of tags, one cell per block. */
class PmemMappingTest {
    private final Bench bench = Bench.pmem(8, "4 high_watermark 100 low_watermark 100");

    @Test
    void aReadIsCopiedBlockByBlockAndMissesGoToTheOriginUpToTheNextCachedBlock() {
        bench.run(() -> {
            bench.origin.disk.load(0, picture(9, 9, 9, 9, 9, 9, 9));
            bench.write(2, 2);
            bench.write(3, 3);
            bench.write(6, 6);
            bench.io.clear();
            assertThat(read(0, 8)).isEqualTo("9 9 2 3 9 9 6 0");
            assertThat(bench.io).containsExactly("origin READ 0+2", "origin READ 4+2", "origin READ 7+1");
        });
    }

    @Test
    void aReadOfCachedBlocksAsksNoDevice() {
        bench.run(() -> {
            bench.write(2, 2);
            bench.write(3, 3);
            bench.io.clear();
            assertThat(read(2, 2)).isEqualTo("2 3");
            assertThat(read(2, 1)).isEqualTo("2");
            assertThat(bench.io).isEmpty();
        });
    }

    @Test
    void aWriteOfSeveralBlocksIsOneBio() {
        bench.run(() -> {
            byte[] data = picture(0, 1, 2, 3);
            assertThat(bench.submit(Bio.write(10, 3, data, Sectors.BYTES, false, true)).await()).isEqualTo(Status.OK);
            assertThat(bench.io).as("one commit").containsExactly("store 64+16", "store 512+512", "store 80+16",
                    "store 1024+512", "store 96+16", "store 1536+512", "barrier", "store 24+8", "barrier");
            assertThat(read(9, 5)).isEqualTo("0 1 2 3 0");
        });
    }

    @Test
    void blocksAreTakenInTheOrderInWhichTheyWereFreed() {
        bench.run(() -> {
            bench.write(1, 1);
            bench.write(2, 2);
            bench.discard(2, 1);
            bench.discard(1, 1);
            for (int block = 10; block < 17; block++) {
                bench.write(block, 1);
            }
            assertThat(bench.io).as("block 1 came back before block 0").endsWith("store 80+16", "store 1024+512");
        });
    }

    @Test
    void aWriteOfMoreBlocksThanAreFreeWaitsForWriteback() {
        bench.run(() -> {
            byte[] data = picture(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
            assertThat(bench.submit(Bio.write(0, data)).await()).isEqualTo(Status.OK);
            assertThat(read(0, 12)).isEqualTo("1 2 3 4 5 6 7 8 9 10 11 12");
        });
    }

    @Test
    void anOverwriteOfACommittedBlockNeedsAFreeOne() {
        bench.run(() -> {
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            for (int block = 0; block < 8; block++) {
                bench.write(block, 1);
            }
            bench.flush();
            Bench.Pending overwrite = bench.submitFromTask(Bio.write(3, Bench.sector(2)));
            bench.pass(1);
            assertThat(overwrite.hasEnded()).isFalse();
            bench.origin.release();
            assertThat(overwrite.await()).isEqualTo(Status.OK);
            assertThat(bench.read(3)).isEqualTo(2);
        });
    }

    @Test
    void whatIsNotOfWholeBlocksIsRefused() {
        Bench coarse = Bench.pmem(16, "0");
        coarse.blockSize = 1024;
        coarse.run(() -> {
            assertThat(coarse.tryWrite(2, 1)).isEqualTo(Status.IOERR);
            assertThat(coarse.submit(Bio.write(2, new byte[1024])).await()).isEqualTo(Status.OK);
            assertThat(coarse.errors).containsExactly("I/O is not aligned, sector 2, size 512, block size 1024");
        });
    }

    @Test
    void aDiscardSparesWhatIsUnderWriteback() {
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            assertThat(bench.discard(5, 1)).isEqualTo(Status.OK);
            assertThat(bench.read(5)).as("WC-15 b").isEqualTo(1);
            bench.origin.release();
        });
    }

    @Test
    void theTableIsPrintedAsGiven() throws Exception {
        for (String options : new String[] {"0", "1 fua", "1 nofua", "11 high_watermark 50 low_watermark 45"
            + " writeback_jobs 1 autocommit_blocks 2 autocommit_time 3 nofua"}) {
            Bench given = Bench.pmem(8, options);
            given.run(() -> assertThat(given.device.status(StatusType.TABLE))
                    .containsExactly("0 600 writecache p origin cache 512 " + options));
        }
    }

    private String read(long block, int count) {
        byte[] into = new byte[count * Sectors.BYTES];
        assertThat(bench.submit(Bio.read(block, into)).await()).isEqualTo(Status.OK);
        StringBuilder picture = new StringBuilder();
        for (int i = 0; i < count; i++) {
            picture.append(i == 0 ? "" : " ").append(into[i * Sectors.BYTES]);
            assertThat(into[(i + 1) * Sectors.BYTES - 1]).isEqualTo(into[i * Sectors.BYTES]);
        }
        return picture.toString();
    }

    private static byte[] picture(int... tags) {
        byte[] bytes = new byte[tags.length * Sectors.BYTES];
        for (int i = 0; i < tags.length; i++) {
            Arrays.fill(bytes, i * Sectors.BYTES, (i + 1) * Sectors.BYTES, (byte) tags[i]);
        }
        return bytes;
    }
}
