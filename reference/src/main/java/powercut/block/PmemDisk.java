package powercut.block;

import java.util.TreeSet;

/**
 * Persistent memory as a block device, while the power is on: the kernel's pmem driver, which gives out its memory by
 * {@link #dax} and serves bios from it.
 *
 * <p>A bio is served in the submitter's task and ends before {@link #submit} returns. To the {@link IoObserver} it is
 * the stores and barriers that the driver makes of it: a write is a store, PREFLUSH a barrier before it and FUA one
 * after it. There is no discard.
 *
 * <p>What of all this is there after a power failure is not kept here: the observer records what that follows from, as
 * for {@link VolatileDisk}. Any task may call.
 */
public final class PmemDisk implements BlockDevice {
    /** Of every pmem device: no discard. */
    public static final Limits LIMITS = new Limits(Sectors.BYTES, Sectors.BYTES, Sectors.BYTES, false);

    private final String name;
    private final long sectors;
    private final IoObserver observer;
    private final boolean durableByBarrier;
    private final Memory memory = new Memory();
    private final SectorStore content = new SectorStore(); // guarded by memory
    private final TreeSet<Long> poisoned = new TreeSet<>(); // lines, by number; guarded by memory
    private long poisonHits; // guarded by memory

    /**
     * @param name for logs and table lines
     * @param sectors size
     * @param observer sees all stores and barriers; {@link IoObserver#NONE} for none
     */
    public PmemDisk(String name, long sectors, IoObserver observer) {
        this(name, sectors, true, observer);
    }

    /**
     * @param durableByBarrier false for asynchronous memory, as that of virtio: only a FLUSH of the device makes it
     *     durable
     */
    public PmemDisk(String name, long sectors, boolean durableByBarrier, IoObserver observer) {
        this.durableByBarrier = durableByBarrier;
        this.name = name;
        this.sectors = sectors;
        this.observer = observer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public PersistentMemory dax() {
        return memory;
    }

    @Override
    public void submit(Bio bio) {
        bio.end(serve(bio, memory));
    }

    /** Serves a bio from memory, pmem_submit_bio; returns how it ended. */
    public static Status serve(Bio bio, PersistentMemory memory) {
        if (!LIMITS.admits(bio, Sectors.fromBytes(memory.bytes()))) {
            return Status.IOERR;
        }
        if (bio.op() == Bio.Op.DISCARD) {
            return Status.NOTSUPP;
        }
        if (bio.preflush()) {
            memory.barrier();
        }
        long offset = Sectors.toBytes(bio.sector());
        if (bio.op() == Bio.Op.WRITE) {
            memory.store(offset, bio.data(), bio.dataOffset(), bio.bytes());
        } else if (bio.op() == Bio.Op.READ) {
            try {
                memory.load(offset, bio.data(), bio.dataOffset(), bio.bytes());
            } catch (HardwareMemoryError e) {
                return Status.IOERR;
            }
        }
        if (bio.fua()) {
            memory.barrier();
        }
        return Status.OK;
    }

    // ---- for tests and tools, which nobody observes

    /** Poisons the line that byte {@code offset} lies in. */
    public void poison(long offset) {
        synchronized (memory) {
            memory.requireInside(offset, 1);
            poisoned.add(offset / PersistentMemory.LINE_BYTES);
        }
    }

    /** How many loads have met poison. */
    public long poisonHits() {
        synchronized (memory) {
            return poisonHits;
        }
    }

    /** Sets content without a store: how an image gets into the memory before anything runs. */
    public void load(long sector, byte[] bytes) {
        synchronized (memory) {
            content.write(sector, Sectors.fromBytes(bytes.length), bytes, 0);
        }
    }

    /** What loads would return now, poison or not. */
    public byte[] peek(long sector, long count) {
        byte[] bytes = new byte[Math.toIntExact(Sectors.toBytes(count))];
        synchronized (memory) {
            content.read(sector, count, bytes, 0);
        }
        return bytes;
    }

    /** The memory that dax_direct_access gives. */
    private final class Memory implements PersistentMemory {
        @Override
        public boolean isDurableByBarrier() {
            return durableByBarrier;
        }

        @Override
        public long bytes() {
            return Sectors.toBytes(sectors);
        }

        @Override
        public synchronized void load(long offset, byte[] into, int at, int length) throws HardwareMemoryError {
            requireInside(offset, length);
            Long bad = poisoned.ceiling(offset / LINE_BYTES);
            if (length > 0 && bad != null && bad * LINE_BYTES < offset + length) {
                poisonHits++;
                throw new HardwareMemoryError(bad * LINE_BYTES);
            }
            content.readBytes(offset, into, at, length);
        }

        @Override
        public synchronized void store(long offset, byte[] from, int at, int length) {
            requireAtoms(offset, length);
            observer.stored(PmemDisk.this, offset, from, at, length);
            content.writeBytes(offset, from, at, length);
            long firstWhole = (offset + LINE_BYTES - 1) / LINE_BYTES;
            long endWhole = (offset + length) / LINE_BYTES;
            if (firstWhole < endWhole) {
                poisoned.subSet(firstWhole, endWhole).clear();
            }
        }

        @Override
        public synchronized void barrier() {
            observer.barrier(PmemDisk.this);
        }
    }
}
