package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.dm.Errno;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/** What the constructor refuses, in which order and words, and how it formats (rules 35 to 38). */
class WritecacheTypeTest {
    private final Bench bench = new Bench(8, "0");

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "\"\", Bad arguments, " + Errno.EINVAL,
        "x, Bad arguments, " + Errno.EINVAL,
        "p origin cache x, Unable to map persistent memory for cache, " + Errno.EOPNOTSUPP,
        "s, Bad arguments, " + Errno.EINVAL,
        "s nowhere, Origin data device lookup failed, " + Errno.ENODEV,
        "s origin, Bad arguments, " + Errno.EINVAL,
        "S origin nowhere x, Cache data device lookup failed, " + Errno.ENODEV,
        "s origin cache, Bad arguments, " + Errno.EINVAL,
        "s origin cache 256 x, Invalid block size, " + Errno.EINVAL,
        "s origin cache 768 x, Invalid block size, " + Errno.EINVAL,
        "s origin cache 8192 x, Invalid block size, " + Errno.EINVAL,
        "s origin cache 512x 0, Invalid block size, " + Errno.EINVAL,
        "s origin cache 512, Invalid number of feature args, " + Errno.EINVAL,
        "s origin cache 512 1, Invalid number of feature args, " + Errno.EINVAL,
        "s origin cache 512 1 fua, Invalid optional argument, " + Errno.EINVAL,
        "s origin cache 4096 0, Invalid device size, " + Errno.ENOSPC})
    void argumentsAreCheckedInTheDriversOrder(String arguments, String error, int errno) {
        refused(arguments, error, errno);
        assertThat(bench.io).as("nothing is read before").isEmpty();
    }

    @Test
    void aBlockMustNotBeSmallerThanADevicesBlock() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        WatchedDisk coarse =
                new WatchedDisk("coarse", 64, DiskOptions.DEFAULT.withLogicalBlockBytes(4096), runtime, line -> { });
        WatchedDisk fine = new WatchedDisk("fine", 64, runtime, line -> { });
        Map<String, WatchedDisk> disks = Map.of("coarse", coarse, "fine", fine);
        TargetContext context = new TargetContext("top", 0, 64, runtime, disks::get, line -> { }, () -> true);
        for (String pair : List.of("coarse fine", "fine coarse")) {
            assertThat(refusal(context, "s " + pair + " 2048 0"))
                    .hasMessage("Block size is smaller than device logical block size");
        }
    }

    @ParameterizedTest
    @CsvSource({"34, Unable to allocate memory for metadata, " + Errno.ENOMEM,
        "44, Invalid device size, " + Errno.EFBIG, "52, Invalid device size, " + Errno.EFBIG})
    void metadataThatMemoryOrTheBitmapDoesNotHoldIsRefused(int log2Sectors, String error, int errno) {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        WatchedDisk huge = new WatchedDisk("huge", 1L << log2Sectors, runtime, line -> { });
        TargetContext context = new TargetContext("top", 0, 64, runtime, name -> huge, line -> { }, () -> true);
        TargetException refusal = refusal(context, "s huge huge 512 0");
        assertThat(refusal).hasMessage(error);
        assertThat(refusal.errno()).isEqualTo(errno);
    }

    @Test
    void anUnreadableSuperblockIsRefused() {
        bench.cache.failing = WatchedDisk.op(Bio.Op.READ);
        refused("s origin cache 512 0", "Unable to read first block of metadata", Errno.EIO);
    }

    @ParameterizedTest
    @CsvSource({"0, Unable to initialize device", "1, Unable to initialize device"})
    void aDeviceThatCannotBeFormattedIsRefused(int failingFlush, String error) {
        int[] flushes = {0};
        bench.cache.failing = bio -> bio.op() == Bio.Op.FLUSH && flushes[0]++ == failingFlush;
        refused("s origin cache 512 0", error, Errno.EIO);
        assertThat(bench.errors).containsExactly("error flushing metadata: -5");
    }

    @Test
    void aWrongSuperblockIsRefusedAndNothingWritten() {
        bench.cache.disk.load(0, Bench.sector(1));
        refused("s origin cache 512 0", "Invalid magic in the superblock", Errno.EINVAL);
        assertThat(bench.io).containsExactly("cache READ 0+1");
    }

    @Test
    void formattingWritesEverythingBeforeTheMagic() {
        bench.runBare(() -> construct("s origin cache 512 0"));
        assertThat(bench.io).containsExactly(
                "cache READ 0+1", "cache WRITE 0+1", "cache FLUSH", "cache WRITE 0+1", "cache FLUSH");
        byte[] metadata = bench.cache.disk.peek(0, 1);
        assertThat(Superblock.parse(metadata)).isEqualTo(new Superblock(Superblock.MAGIC, 1, 512, 8, 0));
        for (int offset = Superblock.BYTES; offset < Superblock.BYTES + 8 * Superblock.ENTRY_BYTES; offset++) {
            assertThat(metadata[offset]).as("byte %d", offset).isEqualTo((byte) 0xFF);
        }
    }

    @Test
    void aTornFormatIsFormattedAgain() {
        byte[] torn = new byte[512];
        new Superblock(0, 1, 512, 8, 0).store(torn);
        bench.cache.disk.load(0, torn);
        bench.runBare(() -> construct("s origin cache 512 0"));
        assertThat(Superblock.parse(bench.cache.disk.peek(0, 1)).magic()).isEqualTo(Superblock.MAGIC);
    }

    @Test
    void aFormattedDeviceIsOnlyRead() {
        bench.runBare(() -> {
            construct("s origin cache 512 0");
            bench.io.clear();
            construct("s origin cache 512 0");
            assertThat(bench.io).containsExactly("cache READ 0+1");
        });
    }

    private void construct(String arguments) throws TargetException {
        new WritecacheType().construct(context(), arguments.split(" "));
    }

    private TargetContext context() {
        Map<String, WatchedDisk> disks = Map.of("origin", bench.origin, "cache", bench.cache);
        return new TargetContext("top", 0, 64, bench.runtime, disks::get, bench.errors::add, () -> true);
    }

    private void refused(String arguments, String error, int errno) {
        bench.runBare(() -> {
            TargetException refusal = refusal(context(), arguments);
            assertThat(refusal).hasMessage(error);
            assertThat(refusal.errno()).isEqualTo(errno);
        });
    }

    private static TargetException refusal(TargetContext context, String arguments) {
        try {
            new WritecacheType().construct(context, arguments.isEmpty() ? new String[0] : arguments.split(" "));
        } catch (TargetException e) {
            return e;
        }
        throw new AssertionError("accepted: " + arguments);
    }
}
