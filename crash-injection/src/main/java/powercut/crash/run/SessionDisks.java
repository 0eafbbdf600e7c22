package powercut.crash.run;

import java.util.ArrayList;
import java.util.List;
import powercut.block.BlockDevice;
import powercut.block.PmemDisk;
import powercut.block.Sectors;
import powercut.block.VolatileDisk;
import powercut.crash.explore.Stack;
import powercut.crash.fault.Fault;
import powercut.crash.fault.FaultyDisk;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.runtime.Runtime;

/** The disks of one session: with the content that the last power failure left, observed, behind their faults. */
final class SessionDisks {
    private final Runtime runtime;
    private final Session session;
    private final ContentPool pool;
    private final List<BlockDevice> below = new ArrayList<>();
    private final List<FaultyDisk> faulty = new ArrayList<>();

    SessionDisks(Stack stack, List<DiskFault> faults, ContentPool pool, Runtime runtime, Session session) {
        this.runtime = runtime;
        this.session = session;
        this.pool = pool;
        for (int i = 0; i < stack.disks().size(); i++) {
            Stack.Disk disk = stack.disks().get(i);
            SectorSets image = session.initialMedia().get(i);
            below.add(disk.kind() == Stack.Kind.PMEM ? pmem(disk, image) : disk(disk, image));
            faulty.add(new FaultyDisk(below.get(i), runtime));
        }
        session.setDisks(below);
        faults.forEach(this::inject);
    }

    /** From now on the disk fails; counts begin now. */
    void inject(DiskFault fault) {
        for (int i = 0; i < below.size(); i++) {
            if (below.get(i).name().equals(fault.disk())) {
                if (fault.fault() instanceof Fault.Poison poison) {
                    ((PmemDisk) below.get(i)).poison(poison.offset());
                } else {
                    faulty.get(i).inject(fault.fault());
                }
            }
        }
    }

    private BlockDevice disk(Stack.Disk disk, SectorSets image) {
        VolatileDisk device = new VolatileDisk(disk.name(), disk.sectors(), disk.options(), runtime, session);
        for (long sector = 0; sector < disk.sectors(); sector++) {
            int value = image.settled(sector);
            if (value != ContentPool.ZERO) {
                device.load(sector, pool.bytes(value));
            }
        }
        return device;
    }

    private BlockDevice pmem(Stack.Disk disk, SectorSets image) {
        PmemDisk device = new PmemDisk(disk.name(), disk.sectors(), !disk.options().lyingFlush(), session);
        byte[] content = new byte[Sectors.BYTES];
        for (long sector = 0; sector < disk.sectors(); sector++) {
            disk.copySector(image, pool, sector, content, 0);
            device.load(sector, content);
        }
        return device;
    }

    /** What the stack is built on, in its order. */
    List<FaultyDisk> devices() {
        return faulty;
    }

    /** How many bios and loads have met a fault. */
    long faultHits() {
        return faulty.stream().mapToLong(FaultyDisk::hits).sum() + below.stream()
                .mapToLong(disk -> disk instanceof PmemDisk pmem ? pmem.poisonHits() : 0).sum();
    }
}
