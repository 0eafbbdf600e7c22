package powercut.block;

import powercut.runtime.Runtime;

/**
 * How long a disk was busy: the field io_ticks of its line in /proc/diskstats. It watches the bios of one disk and
 * hands them on.
 */
public final class DiskStats implements IoObserver {
    private final Runtime runtime;
    private final IoObserver next;
    private long busyMs; // up to the last change of inFlight; guarded by this, as all below
    private long busySinceMs; // while something is in flight
    private int inFlight;

    /** @param next sees the bios as well */
    public DiskStats(Runtime runtime, IoObserver next) {
        this.runtime = runtime;
        this.next = next;
    }

    /** Milliseconds so far in which at least one bio was in flight. Any context. */
    public synchronized long ioTicksMs() {
        return inFlight == 0 ? busyMs : busyMs + runtime.nowMs() - busySinceMs;
    }

    @Override
    public int submitted(BlockDevice device, Bio bio) {
        synchronized (this) {
            if (inFlight++ == 0) {
                busySinceMs = runtime.nowMs();
            }
        }
        return next.submitted(device, bio);
    }

    @Override
    public void ended(int io, Bio bio, Status status) {
        synchronized (this) {
            if (--inFlight == 0) {
                busyMs += runtime.nowMs() - busySinceMs;
            }
        }
        next.ended(io, bio, status);
    }
}
