package powercut.dm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.block.Status;
import powercut.dm.LiveTable.Mapping;
import powercut.dm.Target.EndResult;
import powercut.dm.Target.StatusType;
import powercut.runtime.Runtime;
import powercut.runtime.WaitQueue;
import powercut.runtime.WorkQueue;

/**
 * A device that a table maps onto others: struct mapped_device with the parts of dm.c that targets can see.
 *
 * <p>It begins suspended and without a table. {@link #load} constructs the targets of a new, inactive table while the
 * old one goes on; {@link #resume} switches to it. Bios that arrive while suspended wait. {@link #submit} runs the
 * targets' map in the caller's task and may block.
 */
public final class MappedDevice implements BlockDevice {
    private final String name;
    private final Runtime runtime;
    private final TargetTypes types;
    private final DeviceLookup devices;
    private final Consumer<String> errorLog;
    private final WaitQueue wait; // for the last bio in flight to end
    private final WorkQueue.Work deferredWork; // kdmflush: bios that cannot be mapped where they became ready
    private final Deque<Runnable> deferredReady = new ArrayDeque<>(); // guarded by this
    private final Deque<Bio> deferredBySuspend = new ArrayDeque<>(); // guarded by this
    private LiveTable active = LiveTable.EMPTY; // replaced only while suspended
    private LiveTable inactive; // null if no table is loaded
    private boolean suspended = true; // guarded by this
    private int inFlight; // bios taken and not ended; guarded by this

    /**
     * @param types the target types that a table may name
     * @param devices finds the devices that a table names
     * @param errorLog takes the DMERR lines of the targets
     */
    public MappedDevice(String name, Runtime runtime, TargetTypes types, DeviceLookup devices,
            Consumer<String> errorLog) {
        this.name = name;
        this.runtime = runtime;
        this.types = types;
        this.devices = devices;
        this.errorLog = errorLog;
        this.wait = runtime.waitQueue(name + " wait");
        this.deferredWork = runtime.workQueue("kdmflush").work(name + " deferred", this::runDeferred);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return active.sectors();
    }

    @Override
    public Limits limits() {
        return active.limits();
    }

    // ---- table and state, as the dm ioctls: one caller at a time, task context

    /**
     * Constructs the targets of {@code table}; it becomes active at the next {@link #resume}. A table loaded before is
     * dropped when the new one is complete; if the new one is refused, it stays (table_load).
     */
    public void load(Table table) throws TableException, TargetException {
        LiveTable constructed = LiveTable.construct(table, types, line -> new TargetContext(name, line.begin(),
                line.sectors(), runtime, devices, errorLog, this::isSuspended));
        clearInactive();
        inactive = constructed;
    }

    /** Drops a loaded table that is not active. */
    public void clearInactive() {
        if (inactive != null) {
            inactive.destroy();
            inactive = null;
        }
    }

    /** Holds new bios back, waits for those in flight, and tells the targets before and after. */
    public void suspend() {
        if (isSuspended()) {
            return;
        }
        active.presuspend();
        synchronized (this) {
            suspended = true;
        }
        wait.await("bios in flight on " + name, () -> inFlight() == 0);
        active.postsuspend();
    }

    /** Switches to the loaded table, if there is one, resumes its targets and lets the held bios go. */
    public void resume() {
        LiveTable old = LiveTable.EMPTY;
        if (inactive != null) {
            suspend();
            old = active;
            active = inactive;
            inactive = null;
        }
        if (isSuspended()) {
            active.resume();
            boolean deferred;
            synchronized (this) {
                suspended = false;
                inFlight += deferredBySuspend.size();
                deferredBySuspend.forEach(bio -> deferredReady.add(() -> start(bio)));
                deferredBySuspend.clear();
                deferred = !deferredReady.isEmpty();
            }
            if (deferred) {
                deferredWork.queue(); // without the monitor: another task may run here, and want it
            }
        }
        old.destroy();
    }

    /** Suspends, then destroys all targets; the device is empty afterwards. */
    public void remove() {
        suspend();
        clearInactive();
        active.destroy();
        active = LiveTable.EMPTY;
    }

    /**
     * Sends a message to the target that maps {@code sector}.
     *
     * @return what the target returned: 0 or a negative errno; {@link Errno#EINVAL} if no target is there or no word
     *     given
     */
    public int message(long sector, String... words) {
        Target target = targetAt(sector);
        return target == null || words.length == 0 ? Errno.EINVAL : target.message(words);
    }

    /** One line per target: {@code begin sectors type ...}, as dmsetup status or dmsetup table. */
    public List<String> status(StatusType type) {
        return active.status(type);
    }

    /** The active target that maps {@code sector}, or null. For tests and the crash explorer. */
    public Target targetAt(long sector) {
        Mapping mapping = active.at(sector);
        return mapping == null ? null : mapping.target();
    }

    /** First sector of the active target that maps {@code sector}. */
    public long targetBegin(long sector) {
        return active.at(sector).begin();
    }

    /** One past the last sector of the active target that maps {@code sector}. */
    public long targetEnd(long sector) {
        return active.at(sector).end();
    }

    public synchronized boolean isSuspended() {
        return suspended;
    }

    /** Digests the state of all active targets. */
    public void digest(StateDigest digest) {
        active.digest(digest);
    }

    // ---- bios

    @Override
    public void submit(Bio bio) {
        synchronized (this) {
            if (suspended) {
                deferredBySuspend.add(bio);
                return;
            }
            inFlight++;
        }
        start(bio);
    }

    private void start(Bio bio) {
        if (bio.preflush()) {
            sendFlush(bio);
        } else {
            sendData(bio);
        }
    }

    /** The flush part of a bio goes to every target, empty; its data, if any, follows when all have ended. */
    private void sendFlush(Bio bio) {
        Io io = new Io(bio, bio.op() == Bio.Op.FLUSH ? this::finish : this::flushedBeforeData);
        for (Mapping mapping : active.mappings()) {
            for (int i = 0; i < mapping.target().flushBios(); i++) {
                mapClone(io, mapping, Bio.flush());
            }
        }
        io.drop(Status.OK);
    }

    private void flushedBeforeData(Bio bio, Status status) {
        if (status.isOk()) {
            synchronized (this) {
                deferredReady.add(() -> sendData(bio));
            }
            deferredWork.queue(); // mapping may block, and this is interrupt context
        } else {
            finish(bio, status);
        }
    }

    private void sendData(Bio bio) {
        if (bio.endSector() > sectors()) {
            finish(bio, Status.IOERR); // whole, as bio_check_eod: what lies on the device must not be written
            return;
        }
        Io io = new Io(bio, this::finish);
        long done = 0;
        while (done < bio.sectors()) {
            Mapping mapping = active.at(bio.sector() + done);
            Bio clone = bio.part(done, Math.min(bio.sectors() - done, mapping.end() - bio.sector() - done));
            clone.remap(null, clone.sector() - mapping.begin());
            done += mapClone(io, mapping, clone);
        }
        io.drop(Status.OK);
    }

    /** Maps one clone and sends it on if the target says so; returns how many sectors the target took. */
    private long mapClone(Io io, Mapping mapping, Bio clone) {
        io.take();
        clone.onEnd(ended -> cloneEnded(io, mapping, ended));
        Target.MapResult result = mapping.target().map(clone);
        long accepted = clone.sectors();
        switch (result) {
            case SUBMITTED -> { }
            case REMAPPED -> clone.device().submit(clone);
            case KILL -> io.drop(Status.IOERR); // as __map_bio: the target does not see this end
        }
        return accepted;
    }

    private void cloneEnded(Io io, Mapping mapping, Bio clone) {
        Status status = clone.status();
        clone.reopen();
        if (mapping.target().endIo(clone, status) == EndResult.DONE) {
            clone.onEnd(again -> {
                throw new IllegalStateException(io.bio + ": clone " + again + " ended twice");
            });
            io.drop(status);
        }
    }

    private void finish(Bio bio, Status status) {
        bio.end(status);
        boolean last;
        synchronized (this) {
            last = --inFlight == 0;
        }
        if (last) {
            wait.wakeAll();
        }
    }

    private void runDeferred() {
        for (Runnable next = nextDeferred(); next != null; next = nextDeferred()) {
            next.run();
        }
    }

    private synchronized Runnable nextDeferred() {
        return deferredReady.poll();
    }

    private synchronized int inFlight() {
        return inFlight;
    }

    /** A bio being served by clones: struct dm_io. Its end runs when the last reference is dropped. */
    private static final class Io {
        private final Bio bio;
        private final BiConsumer<Bio, Status> whenDone;
        private int references = 1; // guarded by this
        private Status status = Status.OK; // the first failure counts; guarded by this

        Io(Bio bio, BiConsumer<Bio, Status> whenDone) {
            this.bio = bio;
            this.whenDone = whenDone;
        }

        synchronized void take() {
            references++;
        }

        void drop(Status result) {
            synchronized (this) {
                if (status.isOk()) {
                    status = result;
                }
                if (--references > 0) {
                    return;
                }
            }
            whenDone.accept(bio, status);
        }
    }
}
