package powercut.properties;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.IoObserver;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.crash.explore.Stack;
import powercut.crash.log.LogEntry;
import powercut.crash.values.ContentPool;
import powercut.crash.values.Io;
import powercut.crash.values.SectorSets;
import powercut.dm.MappedDevice;
import powercut.runtime.Chooser;
import powercut.runtime.Completion;
import powercut.runtime.SimulatedRuntime;

/**
 * Drives recorded bios of a real file system through a target on simulated disks, and stops at each mark to show what
 * may be on the disks then. As in the recording a few bios are under way together, and a mark comes when all before it
 * have ended.
 */
final class RecordedTraffic {
    /** Is shown the disks at a mark. */
    interface AtMark {
        void reached(String mark, List<SectorSets> media);
    }

    private static final int UNDER_WAY_MAX = 16;
    private static final long STEPS_MAX = 50_000_000;

    private final Stack stack;
    private final ContentPool pool;
    private final List<LogEntry> entries;
    private final AtMark atMark;

    RecordedTraffic(Stack stack, ContentPool pool, List<LogEntry> entries, AtMark atMark) {
        this.stack = stack;
        this.pool = pool;
        this.entries = entries;
        this.atMark = atMark;
    }

    /** Runs it all; a bio that fails, or a target that refuses, is an error of the run. */
    void run(Chooser chooser) {
        SimulatedRuntime runtime = new SimulatedRuntime(chooser, STEPS_MAX);
        Media media = new Media(stack, pool);
        List<VolatileDisk> disks = stack.disks().stream()
                .map(disk -> new VolatileDisk(disk.name(), disk.sectors(), disk.options(), runtime, media)).toList();
        MappedDevice device = stack.device(runtime, disks, line -> { });
        List<Exception> refused = new ArrayList<>();
        runtime.run(() -> {
            try {
                stack.activate(device);
            } catch (Exception e) {
                refused.add(e);
                return;
            }
            drive(runtime, device, media);
        });
        if (!refused.isEmpty()) {
            throw new AssertionError("the target refuses", refused.get(0));
        }
    }

    private void drive(SimulatedRuntime runtime, MappedDevice device, Media media) {
        Deque<Completion> underWay = new ArrayDeque<>();
        for (LogEntry entry : entries) {
            if (entry.isMark()) {
                await(underWay, 0);
                atMark.reached(entry.mark(), media.sets);
            } else if (entry.isWrite() || entry.isFlush() || entry.isDiscard()) {
                await(underWay, entry.isFlush() ? 0 : UNDER_WAY_MAX); // a logged flush covers the entries before it
                underWay.add(submit(runtime, device, entry));
            }
        }
        await(underWay, 0);
    }

    private Completion submit(SimulatedRuntime runtime, MappedDevice device, LogEntry entry) {
        Completion done = runtime.completion(entry.toString());
        Bio bio = bio(entry).onEnd(ended -> {
            if (!ended.status().isOk()) {
                throw new AssertionError(entry + " ends with " + ended.status());
            }
            done.complete();
        });
        runtime.spawn(entry.toString(), () -> device.submit(bio));
        return done;
    }

    private Bio bio(LogEntry entry) {
        if (entry.isDiscard()) {
            return Bio.discard(entry.sector(), entry.sectors());
        }
        if (!entry.isWrite()) {
            return Bio.flush();
        }
        byte[] data = new byte[entry.sectors() * Sectors.BYTES];
        for (int i = 0; i < entry.sectors(); i++) {
            System.arraycopy(pool.bytes(entry.values()[i]), 0, data, i * Sectors.BYTES, Sectors.BYTES);
        }
        return Bio.write(entry.sector(), entry.sectors(), data, 0, entry.isFlush(), entry.isFua());
    }

    private static void await(Deque<Completion> underWay, int leave) {
        while (underWay.size() > leave) {
            underWay.remove().await();
        }
    }

    /** What may be on each disk now. */
    private static final class Media implements IoObserver {
        private final Stack stack;
        private final ContentPool pool;
        private final List<SectorSets> sets;
        private final Map<Integer, Io.InFlight> inFlight = new HashMap<>(); // only looked up by key
        private int bios;

        Media(Stack stack, ContentPool pool) {
            this.stack = stack;
            this.pool = pool;
            this.sets = stack.disks().stream().map(disk -> SectorSets.zeros(SectorSets.Rule.MEDIUM)).toList();
        }

        @Override
        public int submitted(BlockDevice device, Bio bio) {
            int disk = stack.disks().stream().map(Stack.Disk::name).toList().indexOf(device.name());
            int sectors = Math.toIntExact(bio.sectors());
            int[] values = bio.op() == Bio.Op.WRITE ? pool.internAll(bio.data(), bio.dataOffset(), sectors) : null;
            Io io = new Io(bio, bio.op(), bio.preflush(), bio.fua(), bio.sector(), sectors, values);
            inFlight.put(bios, io.begin(sets.get(disk), stack.disks().get(disk).options()));
            return bios++;
        }

        @Override
        public void ended(int io, Bio bio, Status status) {
            inFlight.remove(io).end(status.isOk());
        }
    }
}
