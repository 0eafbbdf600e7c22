package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import powercut.bench.SimulatedMachine;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.PmemDisk;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.Chooser;
import powercut.runtime.FirstChooser;

/**
 * A cached device on two disks, or on a disk and persistent memory, in one simulated run. Blocks are of one sector;
 * block b filled with {@code tag} bytes is written and read as the pair (b, tag). With up to 28 blocks the metadata is
 * sector 0, and data block i is sector 1 + i.
 */
final class Bench extends SimulatedMachine {
    static final int ORIGIN_SECTORS = 600;

    final WatchedDisk origin;
    final WatchedDisk cache; // in SSD mode
    final PmemDisk pmem; // in pmem mode; its name is cache as well
    private final String mode;
    private final TargetType type;
    private final String options;
    MappedDevice device;
    int blockSize = Sectors.BYTES;

    Bench(int nBlocks, String options) {
        this(nBlocks, options, new WritecacheType(), new FirstChooser());
    }

    Bench(int nBlocks, String options, TargetType type, Chooser chooser) {
        this("s", nBlocks, options, type, chooser);
    }

    static Bench pmem(int nBlocks, String options) {
        return pmem(nBlocks, options, new WritecacheType(), new FirstChooser());
    }

    static Bench pmem(int nBlocks, String options, TargetType type, Chooser chooser) {
        return new Bench("p", nBlocks, options, type, chooser);
    }

    private Bench(String mode, int nBlocks, String options, TargetType type, Chooser chooser) {
        super(chooser);
        this.mode = mode;
        this.type = type;
        this.options = options;
        this.origin = new WatchedDisk("origin", ORIGIN_SECTORS, runtime, io::add);
        int cacheSectors = 1 + nBlocks;
        this.cache = new WatchedDisk("cache", cacheSectors, runtime, io::add);
        this.pmem = new PmemDisk("cache", cacheSectors, new PmemLog(io::add));
    }

    /** Runs the test on an active device. */
    void run(Body body) {
        runBare(() -> {
            device = newDevice();
            device.load(table());
            device.resume();
            io.clear();
            body.run();
        });
    }

    MappedDevice newDevice() {
        Map<String, BlockDevice> disks = Map.of("origin", origin, "cache", mode.equals("p") ? pmem : cache);
        return new MappedDevice("top", runtime, new TargetTypes(type), disks::get, errors::add);
    }

    Table table() throws TableException {
        return Table.parse("0 " + ORIGIN_SECTORS + " writecache " + mode + " origin cache " + blockSize + " "
                + options);
    }

    // ---- bios

    Pending submit(Bio bio) {
        return submit(device, bio);
    }

    /** Submits from a task of its own: the target may block it. */
    Pending submitFromTask(Bio bio) {
        return submitFromTask(device, bio);
    }

    Pending startWrite(long block, int tag) {
        return submit(Bio.write(block, sector(tag)));
    }

    void write(long block, int tag) {
        assertThat(tryWrite(block, tag)).as("write of block %d", block).isEqualTo(Status.OK);
    }

    Status tryWrite(long block, int tag) {
        return startWrite(block, tag).await();
    }

    Status tryWriteFua(long block, int tag) {
        return submit(Bio.writeFua(block, sector(tag))).await();
    }

    /** The tag that the block is filled with. */
    int read(long block) {
        byte[] into = new byte[Sectors.BYTES];
        assertThat(submit(Bio.read(block, into)).await()).as("read of block %d", block).isEqualTo(Status.OK);
        assertThat(into).containsOnly(into[0]);
        return into[0];
    }

    Status tryRead(long block) {
        return submit(Bio.read(block, new byte[Sectors.BYTES])).await();
    }

    Status flush() {
        return submit(Bio.flush()).await();
    }

    Status discard(long block, long blocks) {
        return submit(Bio.discard(block, blocks)).await();
    }

    /**
     * Leaves block 5 committed as 1, overwritten in place with 2, and alone in the cache and under writeback: the
     * overwrite comes between the commit of a flush message and its writeback, which first waits for that of block 9.
     */
    void overwriteAndStartWriteback() {
        origin.holding = WatchedDisk.op(Bio.Op.WRITE);
        write(9, 1);
        runtime.spawn("first message", () -> device.message(0, "flush"));
        pass(1);
        write(5, 1);
        runtime.spawn("second message", () -> device.message(0, "flush"));
        pass(1);
        write(5, 2);
        origin.release();
        origin.holding = WatchedDisk.op(Bio.Op.WRITE);
        pass(1);
        assertThat(info()).as("the only block is under writeback").isEqualTo("0 8 7 1");
    }

    /**
     * Makes the persistent memory one of {@code nBlocks}, which it may be larger than: pairs of original_sector and
     * seq_count from entry 0 on, the others free. Data block i holds the tag i + 1.
     */
    void loadPmem(int nBlocks, long superblockSeqCount, long... entries) {
        byte[] metadata = new byte[Sectors.BYTES];
        new Superblock(Superblock.MAGIC, 1, Sectors.BYTES, nBlocks, superblockSeqCount).store(metadata);
        for (int b = 0; b < nBlocks; b++) {
            int offset = Superblock.BYTES + b * Superblock.ENTRY_BYTES;
            boolean given = 2 * b < entries.length;
            LittleEndian.put64(metadata, offset, given ? entries[2 * b] : Superblock.FREE);
            LittleEndian.put64(metadata, offset + Long.BYTES, given ? entries[2 * b + 1] : Superblock.FREE);
            pmem.load(1 + b, sector(b + 1));
        }
        pmem.load(0, metadata);
    }

    // ---- what is there

    String info() {
        String line = device.status(StatusType.INFO).get(0);
        return line.substring(line.indexOf("writecache ") + "writecache ".length());
    }

    /** Tags of the origin's sectors, as a picture of {@code count} cells. */
    String originTags(int count) {
        StringBuilder picture = new StringBuilder();
        for (int sector = 0; sector < count; sector++) {
            picture.append(picture.isEmpty() ? "" : " ").append(origin.disk.peek(sector, 1)[0]);
        }
        return picture.toString();
    }

    /** seq_count of entry {@code index} on the cache disk. */
    long seqCountOnDisk(int index) {
        return LittleEndian.get64(metadata(),
                Superblock.BYTES + index * Superblock.ENTRY_BYTES + Long.BYTES);
    }

    long superblockSeqCount() {
        return Superblock.parse(metadata()).seqCount();
    }

    private byte[] metadata() {
        return mode.equals("p") ? pmem.peek(0, 1) : cache.disk.peek(0, 1);
    }

    static byte[] sector(int tag) {
        return sectors(tag, 1);
    }

    static byte[] sectors(int tag, int count) {
        byte[] bytes = new byte[count * Sectors.BYTES];
        Arrays.fill(bytes, (byte) tag);
        return bytes;
    }
}
