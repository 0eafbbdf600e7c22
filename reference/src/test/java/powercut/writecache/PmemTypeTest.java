package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.bench.WatchedDisk;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.PmemDisk;
import powercut.dm.Errno;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/** What the constructor makes of a persistent cache device (rules 35 to 38; WC-11, 14). */
class PmemTypeTest {
    private static final int SECTORS = 64;

    private final List<String> io = new ArrayList<>();
    private final PmemDisk pmem = new PmemDisk("cache", SECTORS, new PmemLog(io::add));
    private final Map<String, BlockDevice> devices = new HashMap<>(Map.of("origin", pmem, "cache", pmem));

    @ParameterizedTest
    @CsvSource({
        "p nowhere, Origin data device lookup failed, " + Errno.ENODEV,
        "P origin, Bad arguments, " + Errno.EINVAL,
        "p origin nowhere x, Cache data device lookup failed, " + Errno.ENODEV,
        "p origin disk x, Unable to map persistent memory for cache, " + Errno.EOPNOTSUPP,
        "p origin tiny x, Unable to map persistent memory for cache, " + Errno.EINVAL,
        "p origin partition x, Unable to map persistent memory for cache, " + Errno.EINVAL,
        "p origin cache, Bad arguments, " + Errno.EINVAL,
        "p origin cache 768 x, Invalid block size, " + Errno.EINVAL,
        "p origin cache 512 17, Invalid number of feature args, " + Errno.EINVAL,
        "p origin cache 512 1 fu, Invalid optional argument, " + Errno.EINVAL,
        "p origin cache 512 2 fua writeback_jobs, Invalid optional argument, " + Errno.EINVAL,
        "p origin page 4096 0, Unable to initialize device, " + Errno.ENOSPC,
        "p origin huge 512 0, Cannot allocate memory, " + Errno.ENOMEM})
    void argumentsAreCheckedInTheDriversOrder(String arguments, String error, int errno) {
        add(new PmemDisk("tiny", 7, new PmemLog(io::add)));
        add(new PmemDisk("page", 8, new PmemLog(io::add)));
        add(new PmemDisk("huge", 1L << 33, new PmemLog(io::add)));
        add(new DeviceSlice("partition", pmem, 4, 32));
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        devices.put("disk", new WatchedDisk("disk", SECTORS, runtime, io::add));
        TargetException refusal = refusal(arguments);
        assertThat(refusal).hasMessage(error);
        assertThat(refusal.errno()).isEqualTo(errno);
        assertThat(io).as("nothing is stored before").isEmpty();
    }

    @Test
    void formattingStoresEverythingBeforeTheMagic() {
        assertThat(refusal("p origin cache 4096 0")).isNull();
        assertThat(io).startsWith("store 0+64", "store 64+16", "store 80+16")
                .endsWith("barrier", "store 0+8", "barrier").hasSize(1 + 7 + 3);
        Superblock superblock = Superblock.parse(pmem.peek(0, 1));
        assertThat(superblock).isEqualTo(new Superblock(Superblock.MAGIC, 1, 4096, 7, 0));
        io.clear();
        assertThat(refusal("p origin cache 4096 0")).isNull();
        assertThat(io).as("a formatted device is only read").isEmpty();
        assertThat(refusal("p origin cache 512 0")).hasMessage("Block size does not match superblock");
    }

    @Test
    void aTornFormatIsFormattedAgain() {
        byte[] torn = new byte[512];
        new Superblock(0, 1, 4096, 3, 0).store(torn);
        pmem.load(0, torn);
        assertThat(refusal("p origin cache 512 0")).isNull();
        assertThat(Superblock.parse(pmem.peek(0, 1)).magic()).isEqualTo(Superblock.MAGIC);
    }

    @Test
    void aBadSuperblockIsRefused() {
        pmem.poison(32);
        TargetException refusal = refusal("p origin cache 512 0");
        assertThat(refusal).hasMessage("Hardware memory error when reading superblock");
        assertThat(refusal.errno()).isEqualTo(Errno.EIO);
    }

    @Test
    void ofAPartitionOnlyThePartitionIsUsed() {
        add(new DeviceSlice("partition", pmem, 32, 32));
        pmem.load(0, Bench.sector(7));
        pmem.poison(0);
        assertThat(refusal("p origin partition 512 0")).isNull();
        assertThat(pmem.peek(0, 1)).containsOnly(7);
        assertThat(Superblock.parse(pmem.peek(32, 1)).magic()).isEqualTo(Superblock.MAGIC);
    }

    @Test
    void theSameAreaIsReadInBothModes() throws TargetException {
        assertThat(refusal("p origin cache 512 0")).isNull();
        assertThat(refusal("s origin cache 512 0")).isNull();
        assertThat(Superblock.parse(pmem.peek(0, 1)).check(512, SECTORS * 512L))
                .isEqualTo(Geometry.ofDevice(SECTORS * 512L, 512));
    }

    private void add(BlockDevice device) {
        devices.put(device.name(), device);
    }

    private TargetException refusal(String arguments) {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        TargetContext context = new TargetContext("top", 0, SECTORS, runtime, devices::get, line -> { }, () -> true);
        TargetException[] refusal = new TargetException[1];
        runtime.run(() -> {
            try {
                new WritecacheType().construct(context, arguments.split(" "));
            } catch (TargetException e) {
                refusal[0] = e;
            }
        });
        return refusal[0];
    }
}
