package powercut.dm;

import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.block.Status;

/**
 * One mapped range of a device: the operations of struct target_type, called by {@link MappedDevice} and nobody else.
 *
 * <p>{@link #map} and all of suspend, resume and message run in task context and may block; {@link #endIo} runs in
 * interrupt context. The order of a life is: construct, resume, (map, endIo, message, status)*, presuspend,
 * postsuspend, (resume ...)*, destroy. A new table's target is constructed while the old one still runs.
 */
public interface Target {
    /**
     * What {@link #map} did: DM_MAPIO_SUBMITTED (the target ends the bio), REMAPPED (the core sends it on), KILL (EIO).
     */
    enum MapResult { SUBMITTED, REMAPPED, KILL }

    /** What {@link #endIo} decided: DM_ENDIO_DONE, or INCOMPLETE (the target will end the bio again). */
    enum EndResult { DONE, INCOMPLETE }

    /** Which line {@link #status} prints: STATUSTYPE_INFO or STATUSTYPE_TABLE. */
    enum StatusType { INFO, TABLE }

    /**
     * Maps one bio, whose sector is relative to this target (dm_target_offset already applied). A target may take only
     * a first part of it with {@link Bio#acceptPartial}.
     */
    MapResult map(Bio bio);

    /**
     * Sees a bio that {@link #map} was given end, also one that the target ended itself, but not one that it killed.
     *
     * @return {@link EndResult#INCOMPLETE} to keep the bio and end it again later
     */
    default EndResult endIo(Bio bio, Status status) {
        return EndResult.DONE;
    }

    default void presuspend() {}

    /** Runs after all bios have ended. */
    default void postsuspend() {}

    default void resume() {}

    /** Frees everything and stops the target's threads; the target is suspended or was never resumed. */
    default void destroy() {}

    /**
     * Handles a message.
     *
     * @return 0 or a negative errno
     */
    default int message(String[] words) {
        return Errno.EINVAL;
    }

    /** The part of the status or table line that follows the target's name. */
    String status(StatusType type);

    /** How many empty flush bios a flush of the device sends to this target (num_flush_bios). */
    default int flushBios() {
        return 1;
    }

    /** The devices whose limits the mapped device inherits, as iterate_devices. */
    default List<BlockDevice> iterateDevices() {
        return List.of();
    }

    /** The limits of the range, given those of {@link #iterateDevices} stacked, as io_hints. */
    default Limits ioHints(Limits stacked) {
        return stacked;
    }

    /**
     * Whether {@link #map} may serve a read itself instead of remapping it: from memory, or with I/O of its own. For
     * the crash explorer, which asks map where a read would go if it may not, and else has to make the read.
     */
    default boolean servesReads() {
        return false;
    }

    /**
     * Adds everything that the target's later behaviour depends on, and nothing that no code will ever read again (the
     * stale sector number of a free entry, say). Two targets with equal digests behave the same from here on. For the
     * crash explorer, while no bio is in flight.
     */
    void digest(StateDigest digest);
}
