package powercut.crash.explore;

import java.util.List;
import powercut.block.PersistentMemory;

/**
 * A broken promise: after a power failure at {@code point}, some crash state shows what the contract does not admit.
 *
 * @param kind what kind of promise
 * @param sector first sector of the mapped device that is wrong; -1 if the device as a whole is refused
 * @param sectors how many from there on are wrong in the same way
 * @param promised what was promised, in words
 * @param found what recovery finds instead, in words
 * @param why why it finds that, in words; empty if nobody can say
 * @param depth how many power failures it takes: 1, or more if one happens inside recovery
 * @param state the sectors that decide it, and what they hold
 */
public record Violation(Kind kind, CrashPoint point, long sector, long sectors, String promised, String found,
        String why, int depth, List<Decided> state) {
    /** What was promised. */
    public enum Kind {
        /** What a sector shows after a power failure. */
        LOST("a promise broken by a power failure"),
        /** That the device comes up after a power failure. */
        REFUSED("a device that does not come up after a power failure"),
        /** What a read returns. */
        WRONG_READ("a wrong read with the power on"),
        /** That nothing fails on disks that work. */
        ERROR("an I/O error without a fault"),
        /** That operations end. */
        HANG("a hang"),
        /** That the target behaves like the corrected one. */
        DIFFERENCE("a difference from the corrected target");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A sector that recovery read, or an atom of persistent memory, and what it held.
     *
     * @param unit sector or atom of the disk
     * @param unitBytes its length
     * @param value a number of the content pool, or of the pool's atoms
     */
    public record Decided(String disk, long unit, int unitBytes, int value) {
        /** Whether it is an atom of persistent memory. */
        public boolean isAtom() {
            return unitBytes == PersistentMemory.ATOM_BYTES;
        }

        /** First byte, on the disk. */
        public long offset() {
            return unit * unitBytes;
        }
    }
}
