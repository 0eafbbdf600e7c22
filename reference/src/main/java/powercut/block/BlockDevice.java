package powercut.block;

/**
 * Anything that takes bios: a disk, a slice of one, a mapped device.
 *
 * <p>{@link #submit} may be called by any task, and by a device stacked above. A disk never blocks in it; a mapped
 * device may, because its targets do. The bio ends later, or before {@code submit} returns, through {@link Bio#end}.
 */
public interface BlockDevice {
    /**
     * A short name for logs, status lines and reports; where the device came from a table line, the word used there.
     */
    String name();

    /** Size in sectors. */
    long sectors();

    Limits limits();

    /** Hands over a bio. A bio beyond the end of the device ends with {@link Status#IOERR}. */
    void submit(Bio bio);

    /** The memory behind the device, as dax_direct_access gives it; null if it has none. */
    default PersistentMemory dax() {
        return null;
    }
}
