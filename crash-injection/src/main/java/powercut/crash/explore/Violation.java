package powercut.crash.explore;

import java.util.List;

/**
 * A broken promise: after a power failure at {@code point}, some crash state shows what the contract does not admit.
 *
 * @param sector first sector of the mapped device that is wrong; -1 if the device as a whole is refused
 * @param sectors how many from there on are wrong in the same way
 * @param promised what was promised, in words
 * @param found what recovery finds instead, in words
 * @param why why it finds that, in words; empty if nobody can say
 * @param depth how many power failures it takes: 1, or more if one happens inside recovery
 * @param state the sectors that decide it, and what they hold
 */
public record Violation(CrashPoint point, long sector, long sectors, String promised, String found, String why,
        int depth, List<Decided> state) {
    /** A sector that recovery read, and the value (a number of the content pool) that it held. */
    public record Decided(String disk, long sector, int value) {}
}
