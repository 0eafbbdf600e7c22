package powercut.block;

/**
 * Memory that keeps its content without power, mapped into the address space as a DAX device gives it.
 *
 * <p>A store is pending until a {@link #barrier} that begins after it: until then, when the power fails, each atom of
 * {@link #ATOM_BYTES} bytes holds its old value or any that was stored since, whatever its neighbours hold. An atom is
 * never torn. A line of {@link #LINE_BYTES} bytes may be poisoned; loading from it is a hardware memory error.
 *
 * <p>Calls take effect at once and never block; any task may make them, under the target's own lock.
 */
public interface PersistentMemory {
    /** What persists whole or not at all. */
    int ATOM_BYTES = 8;

    /** What an error of the memory takes away together. */
    int LINE_BYTES = 64;

    /** Size in bytes, a multiple of {@link #LINE_BYTES}. */
    long bytes();

    /**
     * Loads as memcpy_mcsafe does, pending stores included.
     *
     * @throws HardwareMemoryError if a line that it touches is poisoned; what was copied before it is unspecified
     */
    void load(long offset, byte[] into, int at, int length) throws HardwareMemoryError;

    /**
     * Stores past the CPU's caches, as memcpy_flushcache does. Offset and length are multiples of {@link #ATOM_BYTES}.
     * A store that covers a poisoned line whole heals it.
     */
    void store(long offset, byte[] from, int at, int length);

    /** Makes all stores so far durable: pmem_wmb. */
    void barrier();

    /**
     * Whether {@link #barrier} does that by itself, as dax_synchronous; the memory of virtio-pmem needs a FLUSH of its
     * device as well.
     */
    default boolean isDurableByBarrier() {
        return true;
    }

    /** Refuses a range that is not all in the memory, with an IllegalArgumentException. */
    default void requireInside(long offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes() - length) {
            throw new IllegalArgumentException("bytes " + offset + "+" + length + " are not all in the memory, it has "
                    + bytes());
        }
    }

    /** The same for a store, which must be of whole atoms too. */
    default void requireAtoms(long offset, int length) {
        requireInside(offset, length);
        if ((offset | length) % ATOM_BYTES != 0) {
            throw new IllegalArgumentException("a store of bytes " + offset + "+" + length + " is not of whole atoms");
        }
    }
}
