package powercut.block;

/**
 * Sees every bio of a disk, in the one order in which they were submitted and ended across all disks that share the
 * observer.
 */
public interface IoObserver {
    /** Records nothing. */
    IoObserver NONE = new IoObserver() {
        @Override
        public int submitted(BlockDevice device, Bio bio) {
            return 0;
        }

        @Override
        public void ended(int io, Bio bio, Status status) {}
    };

    /**
     * Called before anything of the bio can reach the medium.
     *
     * @return a number for this bio, given back to {@link #ended}
     */
    int submitted(BlockDevice device, Bio bio);

    /** Called after its effect on the device and before its end handler. */
    void ended(int io, Bio bio, Status status);

    /** Called when a store to persistent memory begins: from now on it may persist, atom by atom. */
    default void stored(BlockDevice device, long offset, byte[] from, int at, int length) {}

    /** Called when a barrier of persistent memory has taken effect: all stores so far are durable. */
    default void barrier(BlockDevice device) {}
}
