package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.PmemDisk;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;
import powercut.writecache.WritecacheType;

/**
 * The cache device that the real Linux 6.1 dm-writecache left in pmem mode, against the reference. A block of 4 KiB is
 * the pair (block, generation) over and over; generation g was written to block g % 7, and a flush came after the
 * tenth.
 */
class RealPmemImageTest {
    private static final Path SAMPLE = Path.of("samples/writecache-pmem-6.1.image.gz");
    private static final int CACHE_SECTORS = 32768;
    private static final int BLOCK_BYTES = 4096;
    private static final int BLOCK_SECTORS = BLOCK_BYTES / Sectors.BYTES;
    private static final int BLOCKS = 7; // that were written
    private static final int FLUSHED = 10; // generations
    private static final int WRITTEN = 13;

    private final SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
    private final VolatileDisk origin =
            new VolatileDisk("origin", 32768, DiskOptions.DEFAULT, runtime, IoObserver.NONE);
    private final PmemDisk cache = new PmemDisk("cache", CACHE_SECTORS, IoObserver.NONE);
    private final List<String> errors = new ArrayList<>();
    private MappedDevice device;

    @Test
    void recoveryKeepsWhatWasFlushedAndErasesTheRest() {
        cache.load(0, sample());
        run(() -> {
            for (int block = 0; block <= BLOCKS; block++) {
                byte[] expected = new byte[BLOCK_BYTES]; // of the origin
                for (int generation = 1; generation <= FLUSHED; generation++) {
                    expected = generation % BLOCKS == block ? content(generation) : expected;
                }
                byte[] found = new byte[BLOCK_BYTES];
                end(Bio.read((long) block * BLOCK_SECTORS, found));
                assertThat(found).as("block %d", block).isEqualTo(expected);
            }
        });
        ByteBuffer metadata = ByteBuffer.wrap(cache.peek(0, 1)).order(ByteOrder.LITTLE_ENDIAN);
        for (int entry = 0; entry < WRITTEN - FLUSHED + BLOCKS; entry++) {
            assertThat(metadata.getLong(64 + 16 * entry + 8)).as("seq_count of entry %d", entry)
                    .isEqualTo(entry < BLOCKS ? 0 : -1);
        }
    }

    @Test
    void theSameWritesLeaveTheSameBytes() {
        run(() -> {
            for (int generation = 1; generation <= WRITTEN; generation++) {
                end(Bio.write((long) (generation % BLOCKS) * BLOCK_SECTORS, content(generation)));
                if (generation == FLUSHED) {
                    end(Bio.flush());
                }
            }
        });
        byte[] expected = sample();
        for (int sector = 0; sector < CACHE_SECTORS; sector++) {
            assertThat(cache.peek(sector, 1)).as("sector %d", sector)
                    .isEqualTo(Arrays.copyOfRange(expected, sector * Sectors.BYTES,
                            (sector + 1) * Sectors.BYTES));
        }
    }

    private void run(Runnable body) {
        runtime.run(() -> {
            Map<String, BlockDevice> disks = Map.of("origin", origin, "cache", cache);
            device = new MappedDevice("top", runtime, new TargetTypes(new WritecacheType()), disks::get, errors::add);
            try {
                device.load(Table.parse("0 32768 writecache p origin cache 4096 2 autocommit_blocks 8"));
            } catch (TableException | TargetException e) {
                throw new AssertionError(e);
            }
            device.resume();
            body.run();
        });
        assertThat(errors).isEmpty();
    }

    private void end(Bio bio) {
        Completion ended = runtime.completion("bio");
        device.submit(bio.onEnd(done -> ended.complete()));
        ended.await();
        assertThat(bio.status()).as("%s", bio).isEqualTo(Status.OK);
    }

    private static byte[] content(int generation) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (block.hasRemaining()) {
            block.putLong(generation % BLOCKS).putLong(generation);
        }
        return block.array();
    }

    private static byte[] sample() {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(SAMPLE))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
