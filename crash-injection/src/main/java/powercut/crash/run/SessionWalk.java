package powercut.crash.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.crash.explore.Stack;
import powercut.crash.values.Io;
import powercut.crash.values.SectorSets;
import powercut.crash.values.Write;

/**
 * Walks the events of a session and keeps, at each, what may be on the disks and what is promised; and checks what
 * reads returned while the power was on.
 */
public final class SessionWalk {
    private final Stack stack;
    private final Session session;
    private final Visitor visitor;
    private final List<SectorSets> media;
    private final SectorSets contract;
    /** What a read may return: as the contract, with every ended write taken as final. */
    private final SectorSets live;
    private final Map<Integer, Io.InFlight> inFlight = new HashMap<>(); // by bio number
    private final Map<Integer, Write> liveWrites = new HashMap<>();
    private final Map<Integer, Reading> reads = new TreeMap<>(); // under way, by bio number

    /** A read under way: for each of its sectors, what it may return. */
    private record Reading(IoEvent event, int[][] may) {}

    /** Is shown the moments at which the power may fail, and reads that returned what they must not. */
    public interface Visitor {
        /** An epoch of a disk is about to end, or an operation has just been acknowledged. */
        void crashPoint(String when, List<SectorSets> media, SectorSets contract);

        /** A read returned a value that no admissible order of the writes explains. */
        void wrong(IoEvent event, long sector, int value, SectorSets live);

        /** An operation ended with an error: as it may, where disks have faults. */
        default void failed(IoEvent event, SectorSets live) {}
    }

    /** Looks at nothing. */
    static final Visitor BLIND = new Visitor() {
        @Override
        public void crashPoint(String when, List<SectorSets> media, SectorSets contract) {}

        @Override
        public void wrong(IoEvent event, long sector, int value, SectorSets live) {}
    };

    public SessionWalk(Stack stack, Session session, Visitor visitor) {
        this(stack, session, false, visitor);
    }

    /**
     * @param forgets whether the device may lose what was not flushed with the power on: a table that is loaded anew
     *     reads what is on disks that failed
     */
    public SessionWalk(Stack stack, Session session, boolean forgets, Visitor visitor) {
        this.stack = stack;
        this.session = session;
        this.visitor = visitor;
        this.media = session.initialMedia().stream().map(SectorSets::above).toList();
        this.contract = session.initialContract().above();
        this.live = forgets ? contract : session.initialContract().above();
    }

    /** Walks all events. */
    public void run() {
        for (IoEvent event : session.events()) {
            if (event.disk() == IoEvent.TOP) {
                top(event);
            } else {
                below(event, media.get(event.disk()), stack.disks().get(event.disk()).options());
            }
        }
    }

    /** What may be on the disks now. */
    List<SectorSets> media() {
        return media;
    }

    /** What is promised now. */
    SectorSets contract() {
        return contract;
    }

    // ---- disks

    private void below(IoEvent event, SectorSets medium, DiskOptions options) {
        if (!event.end()) {
            inFlight.put(event.io(), event.effect().begin(medium, options));
            return;
        }
        Io.InFlight ending = inFlight.remove(event.io());
        if (event.ok() && ending.endsEpoch()) {
            visitor.crashPoint("before " + event.what() + " ends", media, contract);
        }
        ending.end(event.ok());
    }

    // ---- the mapped device

    private void top(IoEvent event) {
        if (!event.end()) {
            if (event.op() == Bio.Op.DISCARD) {
                // From here on it excuses almost anything.
                visitor.crashPoint("before " + event.what() + " was submitted", media, contract);
            }
            inFlight.put(event.io(), event.effect().begin(contract, DiskOptions.DEFAULT));
            beginLive(event);
            return;
        }
        inFlight.remove(event.io()).end(event.ok());
        endLive(event);
        visitor.crashPoint("after " + event.what() + (event.ok() ? " was acknowledged" : " failed"), media, contract);
    }

    private void beginLive(IoEvent event) {
        if (event.op() == Bio.Op.READ) {
            int[][] may = new int[event.sectors()][];
            Arrays.setAll(may, i -> live.possible(event.sector() + i));
            reads.put(event.io(), new Reading(event, may));
        } else if (event.op() == Bio.Op.WRITE || event.op() == Bio.Op.DISCARD) {
            beginLiveChange(event);
        }
    }

    private void beginLiveChange(IoEvent event) {
        if (live != contract) {
            liveWrites.put(event.io(), event.op() == Bio.Op.WRITE
                    ? live.begin(event.what(), event.sector(), event.values())
                    : live.beginDiscard(event.what(), event.sector(), event.sectors()));
        }
        widenReads(event);
    }

    /** A read under way may see a write that begins meanwhile. */
    private void widenReads(IoEvent change) {
        for (Reading read : reads.values()) {
            for (int i = 0; i < read.may.length; i++) {
                long sector = read.event.sector() + i;
                if (sector >= change.sector() && sector < change.sector() + change.sectors()) {
                    int[] more = live.possible(sector);
                    int[] all = Arrays.copyOf(read.may[i], read.may[i].length + more.length);
                    System.arraycopy(more, 0, all, read.may[i].length, more.length);
                    read.may[i] = all;
                }
            }
        }
    }

    private void endLive(IoEvent event) {
        Write write = liveWrites.remove(event.io());
        if (write != null && event.ok() && !write.isDiscard()) {
            live.endDurable(write, SectorSets.BY_FUA);
        } else if (write != null && event.ok()) {
            live.end(write);
        } else if (write != null) {
            live.fail(write);
        }
        Reading read = reads.remove(event.io());
        if (!event.ok()) {
            visitor.failed(event, live);
        } else if (read != null) {
            for (int i = 0; i < read.may.length; i++) {
                int value = event.values()[i];
                if (Arrays.stream(read.may[i]).noneMatch(admissible -> admissible == value)) {
                    visitor.wrong(event, event.sector() + i, value, live);
                    return;
                }
            }
        }
    }
}
