package powercut.crash.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.explore.CrashExplorer;
import powercut.crash.explore.CrashPoint;
import powercut.crash.explore.Stack;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.crash.values.SectorSets.Flush;
import powercut.crash.values.SectorSets.Rule;
import powercut.crash.values.Write;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.RandomChooser;
import powercut.runtime.SimulatedRuntime;
import powercut.writecache.WritecacheType;

/**
 * The writecache target on two faulty disks, driven by one caller. After each operation the power fails in every way
 * that it can, and recovery, on disks that work again, must show what the operations that ended well promise; one that
 * failed promises nothing and may have happened or not.
 */
final class FaultBench implements IoObserver {
    static final int ORIGIN = 0;
    static final int CACHE = 1;
    private static final int ORIGIN_SECTORS = 8;
    private static final int CACHE_SECTORS = 1 + 5; // metadata and five blocks

    private final ContentPool pool = new ContentPool();
    private final SimulatedRuntime runtime;
    private final Stack stack;
    private final CrashExplorer explorer;
    private final List<SectorSets> media = List.of(SectorSets.zeros(Rule.MEDIUM), SectorSets.zeros(Rule.MEDIUM));
    private final SectorSets contract = SectorSets.zeros(Rule.CONTRACT);
    private final SectorSets live = SectorSets.zeros(Rule.CONTRACT); // the contract, with every good write final
    private final List<FaultyDisk> disks = new ArrayList<>();
    private final List<BelowIo> ios = new ArrayList<>();
    private final List<String> wrongReads = new ArrayList<>();
    private int ended; // operations

    private record BelowIo(SectorSets medium, Write write, Flush flush) {}

    FaultBench(long seed) throws TableException {
        runtime = new SimulatedRuntime(new RandomChooser(seed));
        stack = new Stack(Table.parse("0 " + ORIGIN_SECTORS
                + " writecache s origin cache 512 4 high_watermark 60 low_watermark 30"),
                new TargetTypes(new WritecacheType()),
                List.of(new Stack.Disk("origin", ORIGIN_SECTORS, DiskOptions.DEFAULT),
                        new Stack.Disk("cache", CACHE_SECTORS, DiskOptions.DEFAULT)),
                Map.of("origin", new Stack.Slice(ORIGIN, 0, ORIGIN_SECTORS),
                        "cache", new Stack.Slice(CACHE, 0, CACHE_SECTORS)));
        explorer = new CrashExplorer(stack, pool, new CrashExplorer.Bounds(2, 100_000),
                new Words(new Provenance(List.of()), Words.Reasons.NONE));
        for (Stack.Disk disk : stack.disks()) {
            VolatileDisk pristine = new VolatileDisk(disk.name(), disk.sectors(), disk.options(), runtime, this);
            disks.add(new FaultyDisk(pristine, runtime));
        }
    }

    /** Runs {@code length} operations; half way injects the fault into a disk. A hang is an exception. */
    void run(int disk, Fault fault, int length, Random random) {
        runtime.run(() -> {
            MappedDevice device = stack.device(runtime, disks, line -> { });
            try {
                stack.activate(device);
            } catch (TableException | TargetException e) {
                throw new IllegalStateException(e.getMessage());
            }
            for (int i = 0; i < length; i++) {
                if (i == length / 2) {
                    disks.get(disk).inject(fault);
                }
                operate(device, random);
                explorer.explore(new CrashPoint(ended, "after operation " + ended++, null), media, contract);
            }
            device.suspend();
            device.remove();
        });
    }

    private void operate(MappedDevice device, Random random) {
        int sector = random.nextInt(ORIGIN_SECTORS);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> write(device, sector, false);
            case 3 -> write(device, sector, true);
            case 4, 5 -> flush(device);
            case 6, 7, 8 -> read(device, sector);
            default -> device.message(0, "flush");
        }
    }

    private void write(MappedDevice device, int sector, boolean fua) {
        byte[] data = new byte[Sectors.BYTES];
        data[0] = (byte) (ended + 1);
        data[1] = (byte) sector;
        int[] values = pool.internAll(data, 0, 1);
        Write promise = contract.begin("operation " + ended, sector, values);
        Write visible = live.begin("operation " + ended, sector, values);
        Status status = submit(device, Bio.write(sector, 1, data, 0, false, fua));
        end(contract, promise, status, fua);
        end(live, visible, status, true);
    }

    private void flush(MappedDevice device) {
        Flush flush = contract.beginFlush();
        if (submit(device, Bio.flush()).isOk()) {
            contract.endFlush("flush, operation " + ended, flush);
        }
    }

    private void read(MappedDevice device, int sector) {
        byte[] data = new byte[Sectors.BYTES];
        if (submit(device, Bio.read(sector, data)).isOk() && !live.admits(sector, pool.intern(data, 0))) {
            wrongReads.add("operation " + ended + " read " + data[0] + "," + data[1] + " in sector " + sector);
        }
    }

    private Status submit(BlockDevice device, Bio bio) {
        Completion done = runtime.completion("operation " + ended);
        device.submit(bio.onEnd(end -> done.complete()));
        done.await();
        return bio.status();
    }

    // ---- what reaches the disks

    @Override
    public int submitted(BlockDevice device, Bio bio) {
        SectorSets medium = media.get(device.name().equals("origin") ? ORIGIN : CACHE);
        Write write = bio.op() == Bio.Op.WRITE
                ? medium.begin(device.name() + " " + bio, bio.sector(),
                        pool.internAll(bio.data(), bio.dataOffset(), (int) bio.sectors()))
                : null;
        ios.add(new BelowIo(medium, write, bio.preflush() ? medium.beginFlush() : null));
        return ios.size() - 1;
    }

    @Override
    public void ended(int number, Bio bio, Status status) {
        BelowIo io = ios.get(number);
        if (io.flush != null) {
            io.medium.endFlush(bio.toString(), io.flush);
        }
        if (io.write != null) {
            end(io.medium, io.write, status, bio.fua());
        }
    }

    private static void end(SectorSets sets, Write write, Status status, boolean durable) {
        if (!status.isOk()) {
            sets.fail(write);
        } else if (durable) {
            sets.endDurable(write, "its own end");
        } else {
            sets.end(write);
        }
    }

    // ---- results

    /** Broken promises and wrong reads, in words. */
    List<String> violations() {
        List<String> all = new ArrayList<>(wrongReads);
        explorer.funnel().violations().forEach(violation -> all.add(violation.toString()));
        return all;
    }

    /** Bios that the disk's faults have hit. */
    long hits(int disk) {
        return disks.get(disk).hits();
    }
}
