package powercut.crash.explore;

import powercut.block.Bio;
import powercut.block.Limits;
import powercut.block.Status;

/** A disk after a power failure. All bios end at once. */
final class CrashDisk implements CrashDevice {
    private final CrashMedium medium;
    private final Limits limits;

    CrashDisk(CrashMedium medium) {
        this.medium = medium;
        this.limits = Limits.DEFAULT.atLeast(medium.disk().options().logicalBlockBytes());
    }

    @Override
    public CrashMedium medium() {
        return medium;
    }

    @Override
    public String name() {
        return medium.disk().name();
    }

    @Override
    public long sectors() {
        return medium.disk().sectors();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public void submit(Bio bio) {
        if (!limits.admits(bio, sectors())) {
            bio.end(Status.IOERR);
            return;
        }
        int sectors = Math.toIntExact(bio.sectors());
        switch (bio.op()) {
            case READ -> medium.read(bio.sector(), sectors, bio.data(), bio.dataOffset());
            case WRITE, FLUSH, DISCARD -> medium.write(bio.op(), bio.preflush(), bio.fua(), bio.sector(), sectors,
                    bio.data(), bio.dataOffset());
        }
        bio.end(Status.OK);
    }
}
