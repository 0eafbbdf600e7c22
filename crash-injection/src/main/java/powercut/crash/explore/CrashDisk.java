package powercut.crash.explore;

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

    CrashDisk(int index, Stack.Disk disk, ContentPool pool, RecoveryRun run, SectorSets medium) {
        this.index = index;
        this.disk = disk;
        this.pool = pool;
        this.run = run;
        this.medium = medium;
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
        return Limits.DEFAULT.atLeast(disk.options().logicalBlockBytes());
    }

    int index() {
        return index;
    }

    SectorSets medium() {
        return medium;
    }

    @Override
    public void submit(Bio bio) {
        if (bio.endSector() > disk.sectors()) {
            bio.end(Status.IOERR);
            return;
        }
        switch (bio.op()) {
            case READ -> read(bio);
            case WRITE, FLUSH, DISCARD -> run.record(RecoveryIo.of(index, bio, pool));
        }
        bio.end(Status.OK);
    }

    private void read(Bio bio) {
        run.nextRead();
        for (int i = 0; i < bio.sectors(); i++) {
            long sector = bio.sector() + i;
            int value = medium.settled(sector);
            if (value == SectorSets.SEVERAL) {
                value = run.undecided(index, sector, medium.possible(sector));
            }
            System.arraycopy(pool.bytes(value), 0, bio.data(), bio.dataOffset() + i * Sectors.BYTES, Sectors.BYTES);
        }
    }
}
