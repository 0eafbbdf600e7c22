package powercut.crash.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * For every sector of a device, the set of values that it may hold after a power failure now. Of persistent memory it
 * is for every atom; "sector" below means what persists as one.
 *
 * <p>Told of writes and flushes as they begin and end, it keeps per sector all versions that are not <em>stale</em>. A
 * version is stale when a later one of the same sector is known durable; what "later" means is the {@link Rule}.
 * Everything else may be there: what was there before, writes under way, writes that have ended and were not flushed,
 * failed writes.
 *
 * <p>Sets can be stacked: one made {@link #above} another begins with its sets. So recovery, which writes to a medium
 * of which nobody knows the content, and a crash inside it, need no code of their own; and a stack is made in no time,
 * since it holds only what differs. The one below must not change meanwhile. Not thread-safe.
 */
public final class SectorSets {
    /** From {@link #settled}: the sector has more than one possible value. */
    public static final int SEVERAL = -1;

    /** What makes a FUA write durable, in words. */
    public static final String BY_FUA = "its FUA flag";

    static final int DISCARDED = -2; // the value of a discard's version; its meaning depends on the rule

    static final int[] NOTHING = {};

    /** When is one version later than another, and what does a discard leave behind? */
    public enum Rule {
        /**
         * A disk: what ended last is what is there. A discarded sector holds the old value or zeros, even after a
         * flush.
         */
        MEDIUM,
        /**
         * A promise to the upper layer: a write is later only if it was submitted after the other had ended; of
         * overlapping ones, any may win. A discarded sector may hold any value that it ever held, or zeros.
         */
        CONTRACT;

        boolean isLater(Write durable, Write version) {
            return version.hasEnded() && (this == MEDIUM ? durable.ended : durable.begun) > version.ended;
        }
    }

    private final Rule rule;
    private final SectorSets below; // null: zeros
    private final SectorPages glance = new SectorPages(); // the value, SEVERAL, or nothing: see below
    private final LongMap<Versions> versions = new LongMap<>(); // of the sectors that are SEVERAL
    private final PastValues past = new PastValues(); // CONTRACT only
    private final LongMap<Write> promises = new LongMap<>(); // CONTRACT: the write that became durable last
    private final List<Write> unflushed = new ArrayList<>(); // ended, not durable
    private long clock;

    /** A flush under way. */
    public static final class Flush {
        private final long begun;

        private Flush(long begun) {
            this.begun = begun;
        }
    }

    private SectorSets(Rule rule, SectorSets below) {
        this.rule = rule;
        this.below = below;
    }

    /** A device full of zeros. */
    public static SectorSets zeros(Rule rule) {
        return new SectorSets(rule, null);
    }

    /** One that begins with the sets of this one, which must not change while the new one is used. */
    public SectorSets above() {
        return new SectorSets(rule, this);
    }

    /** These sets as they are now, for ever: to look at and to be {@link #above}, not to be told of events. */
    public SectorSets frozen() {
        SectorSets frozen = new SectorSets(rule, below);
        for (long sector : touchedHere()) {
            int[] possible = possible(sector);
            frozen.settle(sector, possible);
            if (possible.length > 1) {
                frozen.versions.put(sector, versions.get(sector).frozen(possible));
            }
        }
        return frozen;
    }

    // ---- events

    /**
     * A write is submitted: from now on its values are possible.
     *
     * @param what its name in reports
     * @param values one per sector
     */
    public Write begin(Object what, long sector, int[] values) {
        return begin(new Write(what, sector, values.length, values, clock++));
    }

    /** A discard is submitted. */
    public Write beginDiscard(Object what, long sector, int sectors) {
        return begin(new Write(what, sector, sectors, null, clock++));
    }

    private Write begin(Write write) {
        for (long at = write.sector; at < write.sector + write.sectors; at++) {
            Versions all = versions.get(at);
            if (all == null) {
                all = new Versions(possible(at), glance.get(at) != SectorPages.NOTHING);
                versions.put(at, all);
            }
            all.add(write);
            glance.set(at, SEVERAL);
            if (rule == Rule.CONTRACT) {
                past.add(at, all.initial(), write.isDiscard() ? ContentPool.ZERO : write.valueAt(at));
            }
        }
        return write;
    }

    /** The write has ended well: it is in the cache, and durable after a flush that begins from now on. */
    public void end(Write write) {
        write.ended = clock++;
        unflushed.add(write);
    }

    /** The write has failed: the old or the new value may be there, and no flush changes that. */
    public void fail(Write write) {
        write.ended = clock++;
        write.failed = true;
    }

    /**
     * The write has ended and is durable.
     *
     * @param by what made it so, for reports: FUA, or a disk without a volatile cache
     */
    public void endDurable(Write write, Object by) {
        write.ended = clock++;
        makeDurable(write, by);
    }

    public Flush beginFlush() {
        return new Flush(clock++);
    }

    /** The flush has ended well: all writes that had ended when it began are durable. */
    public void endFlush(Object what, Flush flush) {
        makeDurable(what, write -> write.ended < flush.begun);
    }

    /** Makes those durable that have ended and satisfy {@code which}. */
    public void makeDurable(Object by, Predicate<Write> which) {
        for (Write write : unflushed) {
            if (which.test(write)) {
                makeDurable(write, by);
            }
        }
        unflushed.removeIf(Write::isDurable);
    }

    private void makeDurable(Write write, Object by) {
        write.setDurable(by);
        for (long at = write.sector; at < write.sector + write.sectors; at++) {
            Versions all = versions.get(at);
            if (all != null && all.contains(write)) {
                dropStale(at, all, write);
            }
        }
    }

    private void dropStale(long at, Versions all, Write durable) {
        if (durable.isDiscard()) {
            return; // promises nothing, so it makes nothing stale
        }
        if (rule == Rule.CONTRACT) {
            promises.put(at, durable);
        }
        glance.set(at, SEVERAL);
        all.dropStale(durable, rule);
        if (all.writes().size() == 1) {
            settle(at, durable.valueAt(at));
        }
    }

    /** Leaves only {@code value} possible: what a read after the power failure has shown, or an image that is known. */
    public void settle(long sector, int value) {
        versions.put(sector, null);
        glance.set(sector, value);
    }

    /** Leaves only {@code values} possible. */
    public void settle(long sector, int[] values) {
        if (values.length == 1) {
            settle(sector, values[0]);
            return;
        }
        versions.put(sector, new Versions(values, true));
        glance.set(sector, SEVERAL);
    }

    // ---- questions

    /** The one possible value of a sector, or {@link #SEVERAL}. */
    public int settled(long sector) {
        for (SectorSets sets = this; sets != null; sets = sets.below) {
            int value = sets.glance.get(sector);
            if (value >= 0) {
                return value;
            }
            if (value == SEVERAL) {
                int[] possible = sets.possible(sector);
                return possible.length == 1 ? possible[0] : SEVERAL;
            }
        }
        return ContentPool.ZERO;
    }

    /** The possible values of a sector, ascending, without repetition; not to be changed. */
    public int[] possible(long sector) {
        int value = glance.get(sector);
        if (value >= 0) {
            return new int[] {value};
        }
        if (value == SectorPages.NOTHING) {
            return below == null ? new int[] {ContentPool.ZERO} : below.possible(sector);
        }
        Versions all = versions.get(sector);
        return all.possible() == null ? compute(sector, all) : all.possible();
    }

    private int[] compute(long sector, Versions all) {
        int[] possible = all.compute(sector, rule == Rule.CONTRACT && all.hasDiscard() ? pastOf(sector) : NOTHING);
        if (possible.length == 1) {
            glance.set(sector, possible[0]);
        }
        return possible;
    }

    /** What a sector holds if all persisted that could: the value of the version that began last. */
    public int newest(long sector) {
        int settled = settled(sector);
        if (settled != SEVERAL) {
            return settled;
        }
        List<Write> all = versions(sector);
        if (all.isEmpty()) {
            return possible(sector)[0];
        }
        Write newest = all.get(all.size() - 1);
        return newest.isDiscard() ? ContentPool.ZERO : newest.valueAt(sector);
    }

    /** Whether {@code value} is among the possible values of a sector. */
    public boolean admits(long sector, int value) {
        int settled = settled(sector);
        return settled == SEVERAL ? Arrays.binarySearch(possible(sector), value) >= 0 : settled == value;
    }

    /** Whether nothing was ever written in {@code [sector, sector + sectors)}, here or below: all zeros. */
    public boolean untouched(long sector, long sectors) {
        for (SectorSets sets = this; sets != null; sets = sets.below) {
            if (!sets.untouchedHere(sector, sectors)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether this says nothing about {@code [sector, sector + sectors)} and its neighbourhood that what is below does
     * not say.
     */
    public boolean untouchedHere(long sector, long sectors) {
        return glance.isEmpty(sector, sectors);
    }

    /** The versions of a sector that are not stale, oldest first, from this one and those below; for reports. */
    public List<Write> versions(long sector) {
        List<Write> all = new ArrayList<>();
        for (SectorSets sets = this; sets != null; sets = sets.below) {
            Versions here = sets.versions.get(sector);
            if (here != null) {
                all.addAll(0, here.writes());
            }
            if (sets.glance.get(sector) != SectorPages.NOTHING && (here == null || here.hidesBelow())) {
                break;
            }
        }
        return all;
    }

    /**
     * The write that became durable last in a sector, whose value or a later one must be there; null if none did.
     * CONTRACT only.
     */
    public Write promise(long sector) {
        for (SectorSets sets = this; sets != null; sets = sets.below) {
            Write promise = sets.promises.get(sector);
            if (promise != null) {
                return promise;
            }
        }
        return null;
    }

    /**
     * The sectors that have more than one possible value by what happened here, ascending; those below are not looked
     * at.
     */
    public long[] ambiguousHere() {
        return Arrays.stream(versions.sortedKeys()).filter(sector -> possible(sector).length > 1).toArray();
    }

    /** Whether a flush that began now would make something durable. */
    public boolean hasUnflushed() {
        return !unflushed.isEmpty();
    }

    /** log2 of the number of states of the device: of the product of the numbers of possible values here. */
    public double log2States() {
        double sum = 0;
        for (long sector : versions.sortedKeys()) {
            sum += StrictMath.log(possible(sector).length);
        }
        return sum / StrictMath.log(2);
    }

    /** The sectors about which this says something else than what is below, ascending. */
    public long[] touchedHere() {
        return glance.sectors();
    }

    /** A 64-bit fingerprint of everything that differs from what is below. */
    public long fingerprint() {
        long hash = 0x2545F4914F6CDD1DL;
        for (long sector : touchedHere()) {
            hash = (hash ^ sector ^ hash >>> 31) * 0x9E3779B97F4A7C15L + possible(sector).length;
            for (int value : possible(sector)) {
                hash = (hash ^ value ^ hash >>> 29) * 0xBF58476D1CE4E5B9L;
            }
        }
        return hash;
    }

    // ---- helpers

    private int[] pastOf(long sector) {
        return past.of(sector, below == null ? NOTHING : below.pastOf(sector));
    }
}
