package powercut.writecache;

import java.util.List;
import java.util.function.Consumer;
import powercut.block.Status;

/** How blocks get to the origin: what writeback does differently in the two modes. */
interface WritebackIo {
    /** Whether {@code next}, the sectors behind {@code last}, can be written together with it. */
    boolean joins(WcEntry last, WcEntry next);

    /**
     * Writes blocks of consecutive sectors to the origin. Without the lock, in task context.
     *
     * @param done gets the result, in interrupt context, or at once
     */
    void submit(List<WcEntry> blocks, Consumer<Status> done);

    /** Whether what {@link #submit} wrote is durable only after a FLUSH of the origin. */
    boolean needsOriginFlush();

    /** Sets the error that a failed {@link #submit} is; with the lock held. */
    void setError(Status status);

    /** How many blocks may be freed before the lock is released for others. */
    int endioLatency();
}
