package powercut.crash.run;

import java.util.ArrayList;
import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.IoObserver;
import powercut.block.Status;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * One life of a machine, from power on to power off: what was on the disks, what was promised before, and every bio
 * since, of all disks and of the mapped device, in one order.
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
