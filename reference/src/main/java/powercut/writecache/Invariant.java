package powercut.writecache;

import powercut.dm.BrokenInvariant;

/** Conditions that hold in every correct run; always on, as BUG_ON. */
final class Invariant {
    private Invariant() {}

    /**
     * @param claim what must hold, in words
     * @param value the number that the claim is about
     */
    static void check(boolean holds, String claim, long value) {
        if (!holds) {
            throw new BrokenInvariant("writecache: " + claim + ": " + value);
        }
    }
}
