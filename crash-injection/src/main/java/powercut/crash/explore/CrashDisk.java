package powercut.crash.explore;

import java.util.HashMap;
import java.util.Map;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * A disk after a power failure. To read a sector that may hold several values is to decide which: {@link RecoveryRun}
 * supplies the decision or stops the run to have it made. The decision stays; writes go on top of it. All bios end at
 * once.
 */
final class CrashDisk implements BlockDevice {
    private final int index;
    private final Stack.Disk disk;
    private final ContentPool pool;
    private final RecoveryRun run;
    private final SectorSets medium;
    private final Limits limits;
    private final Map<Long, Integer> written = new HashMap<>(); // by this run, durable or not; only looked up by key

    CrashDisk(int index, Stack.Disk disk, ContentPool pool, RecoveryRun run, SectorSets medium) {
        this.index = index;
        this.disk = disk;
        this.pool = pool;
        this.run = run;
        this.medium = medium;
        this.limits = Limits.DEFAULT.atLeast(disk.options().logicalBlockBytes());
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public long sectors() {
        return disk.sectors();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    int index() {
        return index;
    }

    @Override
    public void submit(Bio bio) {
        if (!limits.admits(bio, disk.sectors())) {
            bio.end(Status.IOERR);
            return;
        }
        switch (bio.op()) {
            case READ -> read(bio);
            case WRITE, FLUSH, DISCARD -> write(RecoveryIo.of(index, bio, pool));
        }
        bio.end(Status.OK);
    }

    private void write(RecoveryIo io) {
        for (int i = 0; i < io.sectors(); i++) {
            written.put(io.sector() + i, io.values() == null ? ContentPool.ZERO : io.values()[i]);
        }
        run.record(io);
    }

    private void read(Bio bio) {
        run.nextRead();
        for (int i = 0; i < bio.sectors(); i++) {
            int value = read(bio.sector() + i);
            System.arraycopy(pool.bytes(value), 0, bio.data(), bio.dataOffset() + i * Sectors.BYTES, Sectors.BYTES);
        }
    }

    /** With the power on again the disk returns what was written to it since, whether that would survive or not. */
    private int read(long sector) {
        Integer here = written.get(sector);
        if (here != null) {
            return here;
        }
        int value = medium.settled(sector);
        return value == SectorSets.SEVERAL ? run.undecided(index, sector, medium.possible(sector)) : value;
    }
}
