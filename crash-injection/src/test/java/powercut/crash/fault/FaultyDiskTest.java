package powercut.crash.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.crash.BadInputException;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/** A disk of 16 sectors, all {@code aa} before the fault. */
class FaultyDiskTest {
    private final SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
    private final VolatileDisk pristine = disk(DiskOptions.DEFAULT);
    private final FaultyDisk faulty = new FaultyDisk(pristine, runtime);

    @Test
    void onlyTheReadsThatAreCountedFail() {
        inject("error_reads@2-3");
        run(() -> {
            assertThat(status(Bio.read(0, new byte[512]))).isEqualTo(Status.OK);
            assertThat(status(write(0, 0xbb))).isEqualTo(Status.OK);
            assertThat(status(Bio.read(0, new byte[512]))).isEqualTo(Status.IOERR);
            assertThat(status(Bio.read(4, new byte[512]))).isEqualTo(Status.IOERR);
            assertThat(status(Bio.read(0, new byte[512]))).isEqualTo(Status.OK);
        });
        assertThat(faulty.hits()).isEqualTo(2);
    }

    @Test
    void failedWriteChangesNothing() {
        inject("error_writes@1-2");
        run(() -> {
            assertThat(status(write(0, 0xbb))).isEqualTo(Status.IOERR);
            assertThat(status(Bio.discard(0, 1))).isEqualTo(Status.IOERR);
            assertThat(status(write(1, 0xbb))).isEqualTo(Status.OK);
        });
        assertContent("aa bb aa aa");
    }

    @Test
    void droppedWriteEndsWellAndChangesNothing() {
        inject("drop_writes@2");
        run(() -> {
            assertThat(status(write(0, 0xbb))).isEqualTo(Status.OK);
            assertThat(status(write(1, 0xbb))).isEqualTo(Status.OK);
        });
        assertContent("bb aa aa aa");
        assertThat(faulty.hits()).isEqualTo(1);
    }

    @Test
    void writeThatFailsAfterwardsIsOnTheDisk() {
        inject("error_after_writes");
        run(() -> {
            assertThat(status(write(0, 0xbb))).isEqualTo(Status.IOERR);
            assertThat(status(Bio.discard(1, 1))).isEqualTo(Status.IOERR);
        });
        assertContent("bb 0 aa");
        assertThat(faulty.hits()).isEqualTo(2);
    }

    @Test
    void failedFlushTakesTheWriteBehindItAlong() {
        inject("error_flushes");
        run(() -> {
            assertThat(status(Bio.flush())).isEqualTo(Status.IOERR);
            assertThat(status(Bio.write(0, 1, filled(0xbb), 0, true, false))).isEqualTo(Status.IOERR);
            assertThat(status(write(1, 0xbb))).isEqualTo(Status.OK);
        });
        assertContent("aa bb aa aa");
    }

    @Test
    void onlyBiosThatTouchTheRangeAreCountedAndHit() {
        inject("error_writes@2 2+2");
        run(() -> {
            assertThat(status(write(1, 0xbb))).isEqualTo(Status.OK);
            assertThat(status(write(2, 0xbb))).isEqualTo(Status.OK);
            assertThat(status(write(4, 0xbb))).isEqualTo(Status.OK);
            assertThat(status(write(3, 0xcc))).isEqualTo(Status.IOERR);
            assertThat(status(write(3, 0xdd))).isEqualTo(Status.OK);
        });
        assertContent("aa bb bb dd bb");
    }

    @Test
    void corruptedReadLeavesTheDiskAlone() {
        inject("corrupt_bio_byte 2 r 17 0 1+1");
        byte[] read = new byte[512];
        run(() -> assertThat(status(Bio.read(1, read))).isEqualTo(Status.OK));

        assertThat(read).startsWith(0xaa, 17, 0xaa);
        assertContent("aa aa");
    }

    @Test
    void corruptedWriteLeavesTheSubmittersDataAlone() {
        inject("corrupt_bio_byte 2 w 17 " + Fault.CorruptBioByte.FUA);
        byte[] data = filled(0xbb);
        run(() -> {
            assertThat(status(Bio.write(0, data))).isEqualTo(Status.OK);
            assertThat(status(Bio.writeFua(1, data))).isEqualTo(Status.OK);
        });
        assertThat(pristine.peek(0, 1)).containsOnly(0xbb);
        assertThat(pristine.peek(1, 1)).startsWith(0xbb, 17, 0xbb);
        assertThat(data).containsOnly(0xbb);
    }

    @Test
    void badBlockCannotBeReadUntilItIsWritten() {
        inject("addbadblock 2");
        run(() -> {
            assertThat(status(Bio.read(0, new byte[2 * 512]))).isEqualTo(Status.OK);
            assertThat(status(Bio.read(1, new byte[2 * 512]))).isEqualTo(Status.IOERR);
            assertThat(faulty.queryBlock(2)).isTrue();
            assertThat(status(write(2, 0xbb))).isEqualTo(Status.OK);
            assertThat(faulty.queryBlock(2)).isFalse();
            assertThat(status(Bio.read(1, new byte[2 * 512]))).isEqualTo(Status.OK);
        });
        assertThat(faulty.hits()).isEqualTo(1);
    }

    @Test
    void writeThatDoesNotArriveDoesNotClearABadBlock() {
        inject("addbadblock 2");
        inject("drop_writes@1");
        inject("error_writes@2");
        run(() -> {
            status(write(2, 0xbb));
            status(write(2, 0xbb));
            assertThat(faulty.queryBlock(2)).isTrue();
        });
        faulty.removeBadBlock(2);
        assertThat(faulty.queryBlock(2)).isFalse();
    }

    @Test
    void badBlocksAreLogicalBlocks() {
        FaultyDisk large = new FaultyDisk(disk(DiskOptions.DEFAULT.withLogicalBlockBytes(4096)), runtime);
        large.inject(new Fault.AddBadBlock(1));
        run(() -> {
            Bio first = Bio.read(0, new byte[4096]);
            Bio second = Bio.read(8, new byte[4096]);
            assertThat(status(large, first)).isEqualTo(Status.OK);
            assertThat(status(large, second)).isEqualTo(Status.IOERR);
        });
    }

    @Test
    void errorGoesBeforeDropAndClearTakesAllAway() {
        inject("drop_writes");
        inject("error_writes");
        run(() -> {
            assertThat(status(write(0, 0xbb))).isEqualTo(Status.IOERR);
            faulty.clear();
            assertThat(status(write(1, 0xbb))).isEqualTo(Status.OK);
        });
        assertContent("aa bb");
    }

    private void inject(String fault) {
        try {
            faulty.inject(Fault.parse(fault));
        } catch (BadInputException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private void run(Runnable body) {
        runtime.run(body);
    }

    private Status status(Bio bio) {
        return status(faulty, bio);
    }

    private Status status(FaultyDisk disk, Bio bio) {
        Completion ended = runtime.completion("bio");
        disk.submit(bio.onEnd(end -> ended.complete()));
        ended.await();
        return bio.status();
    }

    private VolatileDisk disk(DiskOptions options) {
        VolatileDisk disk = new VolatileDisk("disk", 16, options, runtime, IoObserver.NONE);
        byte[] before = new byte[16 * Sectors.BYTES];
        Arrays.fill(before, (byte) 0xaa);
        disk.load(0, before);
        return disk;
    }

    /** The first byte of each sector from sector 0 on. */
    private void assertContent(String picture) {
        StringBuilder seen = new StringBuilder();
        for (int sector = 0; sector < picture.split(" ").length; sector++) {
            seen.append(sector == 0 ? "" : " ").append(Integer.toHexString(pristine.peek(sector, 1)[0] & 0xff));
        }
        assertThat(seen).hasToString(picture);
    }

    private static Bio write(long sector, int value) {
        return Bio.write(sector, filled(value));
    }

    private static byte[] filled(int value) {
        byte[] data = new byte[Sectors.BYTES];
        Arrays.fill(data, (byte) value);
        return data;
    }
}
