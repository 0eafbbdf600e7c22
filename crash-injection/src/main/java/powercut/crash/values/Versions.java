package powercut.crash.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.crash.values.SectorSets.Rule;

/** The versions of one sector that are not stale, in the order in which they began, over what was there before. */
final class Versions {
    private final List<Write> writes = new ArrayList<>(2);
    private int[] initial; // what was possible before the first of them; empty when stale
    private boolean hidesBelow; // whether what the sets below say of the sector does not count any more
    private int[] possible; // null: to be computed

    /**
     * @param initial what is possible, ascending, without repetition
     * @param hidesBelow whether that is more than what the sets below say
     */
    Versions(int[] initial, boolean hidesBelow) {
        this.initial = initial;
        this.hidesBelow = hidesBelow;
    }

    /** A copy of what is known now, for ever. */
    Versions frozen(int[] possibleNow) {
        Versions frozen = new Versions(possibleNow, true);
        frozen.writes.addAll(writes);
        frozen.possible = possibleNow;
        return frozen;
    }

    void add(Write write) {
        writes.add(write);
        possible = null;
    }

    /** What was possible before the versions. */
    int[] initial() {
        return initial;
    }

    boolean hidesBelow() {
        return hidesBelow;
    }

    /** Oldest first. */
    List<Write> writes() {
        return writes;
    }

    boolean contains(Write write) {
        return writes.contains(write);
    }

    boolean hasDiscard() {
        return writes.stream().anyMatch(Write::isDiscard);
    }

    /** Drops what a durable version, which is no discard, makes stale. */
    void dropStale(Write durable, Rule rule) {
        initial = SectorSets.NOTHING;
        hidesBelow = true;
        possible = null;
        writes.removeIf(version -> version != durable && rule.isLater(durable, version));
    }

    /** The possible values, ascending, without repetition; null if they are to be computed. */
    int[] possible() {
        return possible;
    }

    /**
     * Computes the possible values of {@code sector}.
     *
     * @param more what else is possible; in any order, may repeat
     */
    int[] compute(long sector, int[] more) {
        int[] all = Arrays.copyOf(initial, initial.length + writes.size() + more.length);
        int n = initial.length;
        for (Write version : writes) {
            all[n++] = version.isDiscard() ? ContentPool.ZERO : version.valueAt(sector);
        }
        System.arraycopy(more, 0, all, n, more.length);
        possible = ValueSet.of(all);
        return possible;
    }
}
