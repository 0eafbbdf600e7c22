package powercut.block;

import powercut.runtime.Runtime;

/**
 * A disk with a volatile write cache, as a driver sees it while the power is on.
 *
 * <p>A bio is submitted, and ends later in interrupt context, when the runtime chooses; a write takes effect when it
 * ends, so of two overlapping writes the one that ends last is read back. What of all this is on the medium when the
 * power fails is not kept here: the {@link IoObserver} records the order of submissions and ends, from which
 * crash-injection derives, sector by sector, the set of possible values.
 *
 * <p>Any task may submit. The TLA+ module VolatileDisk describes the same disk.
 */
public final class VolatileDisk implements BlockDevice {
    private final String name;
    private final long sectors;
    private final DiskOptions options;
    private final Runtime runtime;
    private final IoObserver observer;
    private final Limits limits;
    private final SectorStore content = new SectorStore(); // guarded by itself

    /**
     * @param name for logs and table lines
     * @param sectors size
     * @param runtime schedules the ends of bios
     * @param observer sees all bios; {@link IoObserver#NONE} for none
     */
    public VolatileDisk(String name, long sectors, DiskOptions options, Runtime runtime, IoObserver observer) {
        this.name = name;
        this.sectors = sectors;
        this.options = options;
        this.runtime = runtime;
        this.observer = observer;
        this.limits = Limits.DEFAULT.atLeast(options.logicalBlockBytes());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    public DiskOptions options() {
        return options;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public void submit(Bio bio) {
        int io = observer.submitted(this, bio);
        runtime.interrupt(name, () -> {
            Status status = apply(bio);
            observer.ended(io, bio, status);
            bio.end(status);
        });
    }

    /** Sets content without a bio: how an image gets onto the disk before anything runs. */
    public void load(long sector, byte[] bytes) {
        synchronized (content) {
            content.write(sector, Sectors.fromBytes(bytes.length), bytes, 0);
        }
    }

    /** What a read would return now, without a bio. */
    public byte[] peek(long sector, long count) {
        byte[] bytes = new byte[Math.toIntExact(Sectors.toBytes(count))];
        synchronized (content) {
            content.read(sector, count, bytes, 0);
        }
        return bytes;
    }

    private Status apply(Bio bio) {
        if (bio.op() == Bio.Op.FLUSH) {
            return Status.OK;
        }
        if (!limits.admits(bio, sectors)) {
            return Status.IOERR;
        }
        synchronized (content) {
            switch (bio.op()) {
                case READ -> content.read(bio.sector(), bio.sectors(), bio.data(), bio.dataOffset());
                case WRITE -> content.write(bio.sector(), bio.sectors(), bio.data(), bio.dataOffset());
                case DISCARD -> content.zero(bio.sector(), bio.sectors());
                case FLUSH -> { }
            }
        }
        return Status.OK;
    }
}
