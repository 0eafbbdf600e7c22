package powercut.crash.explore;

import java.util.ArrayList;
import java.util.List;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.crash.values.ValueSet;
import powercut.dm.BrokenInvariant;
import powercut.dm.MappedDevice;
import powercut.dm.StateDigest;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.DeadlockException;
import powercut.runtime.FirstChooser;
import powercut.runtime.LivelockException;
import powercut.runtime.SimulatedRuntime;

/**
 * One execution of recovery, with some sectors decided. It ends in one of three ways: at the first undecided sector
 * that recovery reads (a {@link Stop}), with the device active, or refused.
 *
 * <p>Always from the beginning: a run is thrown away at its stop and made again with one decision more.
 */
final class RecoveryRun {
    /**
     * Where a run stopped, and all that its future depends on.
     *
     * @param values what the sector may hold
     * @param read which read of the run it was
     * @param mergeable whether {@code state} says everything: recovery holds nothing in local variables of a
     *     constructor
     * @param state digest of the target, and of what recovery has written
     */
    record Stop(int disk, long sector, int[] values, int read, boolean mergeable, long state) {}

    /**
     * A sector that has been decided.
     *
     * @param values what it holds: one value, or those of several runs that are now the same, ascending
     */
    record Pin(int disk, long sector, int[] values) {
        /** Tells apart the sectors of all disks. */
        long where() {
            return (long) disk << Long.SIZE - Byte.SIZE | sector;
        }

        static Pin union(Pin one, Pin other) {
            return new Pin(one.disk, one.sector, ValueSet.union(one.values, other.values));
        }
    }

    /** Decides what a sector holds when recovery reads it. */
    interface Decider {
        /** The run stops instead. */
        int NONE = -1;

        /** Every undecided sector stops the run. */
        Decider STOP = stop -> NONE;

        /** One of {@code stop.values()}, or {@link #NONE}. */
        int decide(Stop stop);

        /** Whether to find out where the recovered device finds its sectors. */
        default boolean wantsLocated(RecoveryRun recovered) {
            return true;
        }
    }

    private static final long STEPS_MAX = 1_000_000; // a recovery that takes more goes in circles

    private final Decider decider;
    private final Stack stack;
    private final ContentPool pool;
    private final List<CrashMedium> crashed = new ArrayList<>();
    private final List<CrashDevice> disks;
    private final List<SectorSets> media = new ArrayList<>();
    private final List<RecoveryIo> written = new ArrayList<>();
    private MappedDevice device;
    private int reads;
    private long writtenFingerprint;
    private Stop stop;
    private String refusal;
    private long state; // of the active device, when the run got that far
    private String doing = "recovery"; // for refusals
    private List<Located> located = List.of();

    /**
     * @param media as the power failure left them; not changed
     * @param pins decisions taken before, one value each
     * @param decider takes the others
     */
    RecoveryRun(Stack stack, ContentPool pool, List<SectorSets> media, List<Pin> pins, Decider decider) {
        this.stack = stack;
        this.pool = pool;
        this.decider = decider;
        for (int i = 0; i < media.size(); i++) {
            SectorSets above = media.get(i).above();
            this.media.add(above);
            crashed.add(new CrashMedium(i, stack.disks().get(i), pool, this, above));
        }
        disks = crashed.stream().map(CrashDevice::over).toList();
        for (Pin pin : pins) {
            this.media.get(pin.disk()).settle(pin.sector(), pin.values()[0]);
        }
    }

    /** Runs recovery, once. */
    void run() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser(), STEPS_MAX);
        try {
            runtime.run(() -> activate(runtime));
        } catch (Undecided e) {
            // the stop is set
        } catch (DeadlockException e) {
            refusal = doing + " hangs: " + e.getMessage();
        } catch (LivelockException e) {
            refusal = doing + " goes in circles: " + e.getMessage();
        } catch (BrokenInvariant e) {
            refusal = doing + " breaks an invariant: " + e.getMessage();
        }
    }

    private void activate(SimulatedRuntime runtime) {
        device = stack.device(runtime, disks, error -> {});
        try {
            stack.activate(device);
        } catch (TargetException | TableException e) {
            refusal = e.getMessage();
            return;
        }
        StateDigest digest = new StateDigest();
        device.digest(digest);
        state = digest.value();
        if (decider.wantsLocated(this)) {
            doing = "a read of the recovered device";
            located = Locator.locate(device, runtime, crashed, pool);
        }
    }

    // ---- called by the disks

    void nextRead() {
        reads++;
    }

    int undecided(int disk, long sector, int[] values) {
        StateDigest digest = new StateDigest();
        device.digest(digest);
        digest.add(writtenFingerprint).add(reads);
        Stop here = new Stop(disk, sector, values, reads, device.targetAt(0) != null, digest.value());
        int value = decider.decide(here);
        if (value == Decider.NONE) {
            stop = here;
            throw Undecided.INSTANCE;
        }
        media.get(disk).settle(sector, value);
        return value;
    }

    void record(RecoveryIo io) {
        written.add(io);
        writtenFingerprint = (writtenFingerprint ^ io.fingerprint()) * 0x94D049BB133111EBL;
    }

    // ---- results

    /** Where it stopped; null if it did not. */
    Stop stop() {
        return stop;
    }

    /** Why the device could not be activated; null if it could. */
    String refusal() {
        return refusal;
    }

    /** Digest of the recovered target. */
    long state() {
        return state;
    }

    /** The media as a read sees them: with what is decided, and what recovery wrote in its place. */
    List<SectorSets> media() {
        return media;
    }

    /** Where the recovered device finds its sectors; empty if the decider did not want to know. */
    List<Located> located() {
        return located;
    }

    /** What recovery wrote, in order. */
    List<RecoveryIo> written() {
        return written;
    }

    /** Fingerprint of {@link #written()}. */
    long writtenFingerprint() {
        return writtenFingerprint;
    }

    /** Thrown through the target when a sector must be decided first; carries nothing. */
    private static final class Undecided extends Error {
        static final Undecided INSTANCE = new Undecided();

        private Undecided() {
            super("a sector must be decided first", null, false, false);
        }
    }
}
