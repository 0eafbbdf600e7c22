package powercut.crash.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.block.PersistentMemory;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.runtime.Runtime;

/**
 * A disk above another that fails, loses or changes bios on their way. The fault model, in the words of dm-flakey and
 * dm-dust:
 *
 * <pre>
 *   error_reads                         READ ends with EIO and fills nothing
 *   error_writes                        WRITE or DISCARD ends with EIO and changes nothing
 *   error_after_writes                  WRITE or DISCARD is carried out as any other, then ends with EIO
 *   drop_writes                         WRITE or DISCARD ends well and changes nothing, FUA or not: the disk lies
 *   error_flushes                       FLUSH, or WRITE with PREFLUSH, ends with EIO; nothing becomes durable by it
 *   corrupt_bio_byte N r|w VALUE FLAGS  byte N (from 1) of READ data on the way up, or of WRITE data on the way
 *                                       down, becomes VALUE, in bios that have all of FLAGS
 *   addbadblock BLOCK                   READ of the logical block ends with EIO, until a WRITE or DISCARD of it
 *                                       clears it
 *
 *   ...@COUNT, ...@FROM-TO              only the bios with these numbers, from 1, among those that the fault concerns
 *   ... START+SECTORS                   concerns only bios that touch these sectors
 * </pre>
 *
 * <p>What fails is decided by counting bios and by nothing else, so a run that is repeated fails in the same place. A
 * bio that several faults hit: an error goes before a drop, a drop before an error after the write, that before a
 * corruption.
 *
 * <p>Pristine data below, faults above: nothing here reaches behind the disk. It holds what was let through, the
 * submitter's buffer is never written to, and after {@link #clear} nothing is left of a fault. What ends here ends when
 * the runtime chooses, as the disk's own bios do.
 */
public final class FaultyDisk implements BlockDevice {
    private final BlockDevice below;
    private final Runtime runtime;
    private final List<Injected> injected = new ArrayList<>(); // guarded by this, as all below
    private final TreeSet<Long> badBlocks = new TreeSet<>(); // logical blocks
    private long hits;

    /** A fault and how many bios it has concerned. */
    private static final class Injected {
        private final Fault.OfBio fault;
        private long concerned;

        Injected(Fault.OfBio fault) {
            this.fault = fault;
        }

        /** Counts the bio if it is concerned; returns whether it is also hit. */
        boolean hits(Bio bio) {
            return fault.concerns(bio) && fault.when().touches(bio) && fault.when().includes(++concerned);
        }
    }

    /**
     * @param below holds the data
     * @param runtime schedules the ends of bios that never reach {@code below}
     */
    public FaultyDisk(BlockDevice below, Runtime runtime) {
        this.below = below;
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return below.name();
    }

    @Override
    public long sectors() {
        return below.sectors();
    }

    @Override
    public Limits limits() {
        return below.limits();
    }

    /** The memory below: the faults of bios do not concern it. */
    @Override
    public PersistentMemory dax() {
        return below.dax();
    }

    // ---- faults

    /** Adds a fault of bios or blocks; its bios are counted from now on. Poison is the memory's own. */
    public synchronized void inject(Fault fault) {
        if (fault instanceof Fault.OfBio ofBio) {
            injected.add(new Injected(ofBio));
        } else if (fault instanceof Fault.AddBadBlock bad) {
            badBlocks.add(bad.block());
        } else {
            throw new IllegalArgumentException(fault + " is no fault of a disk");
        }
    }

    /** Takes all faults away, bad blocks too. */
    public synchronized void clear() {
        injected.clear();
        badBlocks.clear();
    }

    /** dm-dust's removebadblock. */
    public synchronized void removeBadBlock(long block) {
        badBlocks.remove(block);
    }

    /** dm-dust's queryblock: whether the logical block is bad. */
    public synchronized boolean queryBlock(long block) {
        return badBlocks.contains(block);
    }

    /** How many bios a fault or a bad block has hit; 0 after a run says that the run has shown nothing. */
    public synchronized long hits() {
        return hits;
    }

    // ---- bios

    @Override
    public void submit(Bio bio) {
        List<Fault.OfBio> faults = hitting(bio);
        if (faults.stream().anyMatch(Fault.OfBio::isError) || meetsBadBlock(bio)) {
            endLater(bio, Status.IOERR);
        } else if (faults.stream().anyMatch(Fault.DropWrites.class::isInstance)) {
            endLater(bio, Status.OK);
        } else if (faults.stream().anyMatch(Fault.ErrorAfterWrites.class::isInstance)) {
            below.submit(again(bio).onEnd(ended -> bio.end(Status.IOERR)));
        } else if (faults.isEmpty()) {
            below.submit(bio);
        } else {
            submitCorrupted(bio, faults);
        }
    }

    private synchronized List<Fault.OfBio> hitting(Bio bio) {
        List<Fault.OfBio> hitting = new ArrayList<>();
        for (Injected one : injected) {
            if (one.hits(bio)) {
                hitting.add(one.fault);
            }
        }
        hits += hitting.isEmpty() ? 0 : 1;
        if (bio.op() != Bio.Op.READ && hitting.stream().allMatch(FaultyDisk::reachesTheDisk)) {
            blocksOf(bio).clear();
        }
        return hitting;
    }

    private static boolean reachesTheDisk(Fault.OfBio fault) {
        return fault instanceof Fault.CorruptBioByte || fault instanceof Fault.ErrorAfterWrites;
    }

    private synchronized boolean meetsBadBlock(Bio bio) {
        boolean bad = bio.op() == Bio.Op.READ && !blocksOf(bio).isEmpty();
        hits += bad ? 1 : 0;
        return bad;
    }

    /** The bad ones, as a view. */
    private SortedSet<Long> blocksOf(Bio bio) {
        long blockSectors = Sectors.fromBytes(limits().logicalBlockBytes());
        return badBlocks.subSet(bio.sector() / blockSectors, (bio.endSector() + blockSectors - 1) / blockSectors);
    }

    private void endLater(Bio bio, Status status) {
        runtime.interrupt(name() + " fault", () -> bio.end(status));
    }

    private static Bio again(Bio bio) {
        return bio.op() == Bio.Op.DISCARD ? Bio.discard(bio.sector(), bio.sectors())
                : Bio.write(bio.sector(), (int) bio.sectors(), bio.data(), bio.dataOffset(), bio.preflush(), bio.fua());
    }

    /** A clone goes down, with data of its own. */
    private void submitCorrupted(Bio bio, List<Fault.OfBio> faults) {
        byte[] data = Arrays.copyOfRange(bio.data(), bio.dataOffset(), bio.dataOffset() + bio.bytes());
        if (bio.op() == Bio.Op.WRITE) {
            corrupt(data, faults);
            below.submit(Bio.write(bio.sector(), bio.sectors(), data, 0, bio.preflush(), bio.fua())
                    .onEnd(ended -> bio.end(ended.status())));
            return;
        }
        below.submit(Bio.read(bio.sector(), data).onEnd(ended -> {
            if (ended.status().isOk()) {
                corrupt(data, faults);
                System.arraycopy(data, 0, bio.data(), bio.dataOffset(), data.length);
            }
            bio.end(ended.status());
        }));
    }

    private static void corrupt(byte[] data, List<Fault.OfBio> faults) {
        for (Fault.OfBio fault : faults) {
            if (fault instanceof Fault.CorruptBioByte corruption && corruption.nthByte() <= data.length) {
                data[corruption.nthByte() - 1] = (byte) corruption.value();
            }
        }
    }
}
