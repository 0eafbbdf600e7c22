package powercut.block;

/** A contiguous part of a device, as a partition: what a table line calls {@code NAME@START+SECTORS}. */
public final class DeviceSlice implements BlockDevice {
    private final String name;
    private final BlockDevice whole;
    private final long start;
    private final long sectors;

    /**
     * @param name the word that the table line uses
     * @param start first sector, in {@code whole}
     */
    public DeviceSlice(String name, BlockDevice whole, long start, long sectors) {
        if (start < 0 || sectors < 0 || start > whole.sectors() - sectors) {
            throw new IllegalArgumentException(name + ": sectors " + start + "+" + sectors + " are not all on "
                    + whole.name() + ", which has " + whole.sectors());
        }
        this.name = name;
        this.whole = whole;
        this.start = start;
        this.sectors = sectors;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    /** The device that this is a part of. */
    public BlockDevice whole() {
        return whole;
    }

    /** First sector, in {@link #whole()}. */
    public long start() {
        return start;
    }

    @Override
    public Limits limits() {
        return whole.limits();
    }

    @Override
    public void submit(Bio bio) {
        if (bio.op() != Bio.Op.FLUSH) {
            if (bio.endSector() > sectors) {
                bio.end(Status.IOERR);
                return;
            }
            bio.remap(whole, bio.sector() + start);
        }
        whole.submit(bio);
    }

    @Override
    public PersistentMemory dax() {
        PersistentMemory memory = whole.dax();
        return memory == null ? null : new Part(memory);
    }

    /** The memory of the slice. */
    private final class Part implements PersistentMemory {
        private final PersistentMemory memory;
        private final long first = Sectors.toBytes(start);

        Part(PersistentMemory memory) {
            this.memory = memory;
        }

        @Override
        public long bytes() {
            return Sectors.toBytes(sectors);
        }

        @Override
        public void load(long offset, byte[] into, int at, int length) throws HardwareMemoryError {
            requireInside(offset, length);
            try {
                memory.load(first + offset, into, at, length);
            } catch (HardwareMemoryError e) {
                throw new HardwareMemoryError(e.offset() - first);
            }
        }

        @Override
        public void store(long offset, byte[] from, int at, int length) {
            requireAtoms(offset, length);
            memory.store(first + offset, from, at, length);
        }

        @Override
        public void barrier() {
            memory.barrier();
        }

        @Override
        public boolean isDurableByBarrier() {
            return memory.isDurableByBarrier();
        }
    }
}
