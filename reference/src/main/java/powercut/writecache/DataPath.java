package powercut.writecache;

import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Target.EndResult;

/**
 * How the target serves a bio from the data blocks, or has the cache device serve it: the parts of writecache_map that
 * the two modes do differently. {@link Mapping} calls with the lock held and without an error, in task context.
 */
interface DataPath {
    /** What becomes of the bio once the lock is released: the labels of writecache_map (enum wc_map_op). */
    enum MapOp {
        /** It is served: end it. */
        SUBMIT,
        /** It was pointed at a device. */
        REMAP,
        /** A thread of the target ends it. */
        RETURN,
        /** It fails with EIO. */
        ERROR
    }

    /** Makes everything durable that has ended. */
    MapOp flush(Bio bio);

    /** Forgets the blocks, then sends the bio to the origin. */
    MapOp discard(Bio bio);

    /** The newest version of the block at {@code sector} that can be read; null if the origin has it. */
    WcEntry readable(long sector);

    /** Reads at least the first block of the bio, which is {@code e}. */
    MapOp read(Bio bio, WcEntry e);

    /** Writes at least the first block of the bio. Blocks while there is no free block. */
    MapOp write(Bio bio);

    /** Sees every bio end that one of these was given. Interrupt context. */
    default EndResult endIo(Bio bio, Status status) {
        return EndResult.DONE;
    }

    /** Stops the threads; no bio is under way. Task context. */
    default void stop() {}
}
