package powercut.crash.run;

import java.util.ArrayList;
import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.IoObserver;
import powercut.block.PersistentMemory;
import powercut.block.Status;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * One life of a machine, from power on to power off: what was on the disks, what was promised before, and every bio
 * since, of all disks and of the mapped device, in one order; of persistent memory every store and barrier.
 */
public final class Session implements IoObserver {
    private final ContentPool pool;
    private final List<SectorSets> initialMedia;
    private final SectorSets initialContract;
    private final List<BlockDevice> disks = new ArrayList<>();
    private final List<IoEvent> events = new ArrayList<>();
    private final List<IoEvent> submissions = new ArrayList<>(); // by bio number

    /**
     * @param initialMedia what was on the disks, not changed here
     * @param initialContract what was promised, not changed here
     */
    Session(ContentPool pool, List<SectorSets> initialMedia, SectorSets initialContract) {
        this.pool = pool;
        this.initialMedia = initialMedia;
        this.initialContract = initialContract;
    }

    /** Makes the disks known, in the stack's order; once, before anything is submitted. */
    void setDisks(List<? extends BlockDevice> below) {
        disks.addAll(below);
    }

    @Override
    public int submitted(BlockDevice device, Bio bio) {
        int disk = disks.indexOf(device);
        return submit(disk, bio, device.name() + " " + bio);
    }

    @Override
    public void ended(int io, Bio bio, Status status) {
        end(io, null, status);
    }

    /** A store is a write of atoms that has ended at once. */
    @Override
    public void stored(BlockDevice device, long offset, byte[] from, int at, int length) {
        int atoms = length / PersistentMemory.ATOM_BYTES;
        addEnded(new IoEvent(false, submissions.size(), disks.indexOf(device), Bio.Op.WRITE, false, false,
                offset / PersistentMemory.ATOM_BYTES, atoms, pool.atoms().internAll(from, at, atoms), true,
                device.name() + " store of bytes " + offset + "+" + length));
    }

    /** A barrier is a flush. */
    @Override
    public void barrier(BlockDevice device) {
        addEnded(new IoEvent(false, submissions.size(), disks.indexOf(device), Bio.Op.FLUSH, true, false, 0, 0, null,
                true, device.name() + " barrier"));
    }

    private void addEnded(IoEvent event) {
        submissions.add(event);
        events.add(event);
        end(event.io(), null, Status.OK);
    }

    int submittedOnTop(Bio bio, String what) {
        return submit(IoEvent.TOP, bio, what);
    }

    void endedOnTop(int io, Bio bio) {
        int[] read = bio.op() == Bio.Op.READ && bio.status().isOk()
                ? pool.internAll(bio.data(), bio.dataOffset(), submissions.get(io).sectors()) : null;
        end(io, read, bio.status());
    }

    private int submit(int disk, Bio bio, String what) {
        int sectors = Math.toIntExact(bio.sectors());
        int[] values = bio.op() == Bio.Op.WRITE ? pool.internAll(bio.data(), bio.dataOffset(), sectors) : null;
        IoEvent event = new IoEvent(false, submissions.size(), disk, bio.op(), bio.preflush(), bio.fua(), bio.sector(),
                sectors, values, true, what);
        submissions.add(event);
        events.add(event);
        return event.io();
    }

    private void end(int io, int[] read, Status status) {
        IoEvent s = submissions.get(io);
        events.add(new IoEvent(true, io, s.disk(), s.op(), s.preflush(), s.fua(), s.sector(), s.sectors(), read,
                status.isOk(), s.what()));
    }

    List<SectorSets> initialMedia() {
        return initialMedia;
    }

    SectorSets initialContract() {
        return initialContract;
    }

    /** In the order in which they happened. */
    public List<IoEvent> events() {
        return events;
    }
}
