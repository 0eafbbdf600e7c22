package powercut.writeboost;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.dm.BrokenInvariant;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/**
 * What random writes of 4 KiB cost on the devices below: no block is written twice, none is read, there are no
 * barriers. Counted over a number of whole segments, from one segment's first write to another's; no time is measured.
 *
 * @param order of the segments
 * @param full whether the log is full, so that each segment is migrated and recorded before its slot is used again
 * @param commit how a segment is written
 * @param paced whether the writer lets the daemons finish after each segment; otherwise they find many segments queued
 * @param batch nr_max_batched_migration
 */
record Throughput(int order, boolean full, Commit commit, boolean paced, int batch) {
    private static final int SLOTS = 9;

    /** Segments that are counted. */
    static final int SEGMENTS = SLOTS - 1;

    /** Data, FLUSH, header; or header and data in one request without a FLUSH, as published. */
    enum Commit { CORRECTED, PUBLISHED }

    /** Of one device. */
    static final class Count implements IoObserver {
        long bytesWritten;
        long writes;
        long flushes;
        long reads;
        long discards;

        @Override
        public int submitted(BlockDevice device, Bio bio) {
            switch (bio.op()) {
                case READ -> reads++;
                case FLUSH -> flushes++;
                case DISCARD -> discards++;
                case WRITE -> {
                    writes++;
                    bytesWritten += bio.bytes();
                }
            }
            return 0;
        }

        @Override
        public void ended(int io, Bio bio, Status status) {
            BrokenInvariant.unless(status.isOk(), "no device fails", bio.sector());
        }

        /** Writes, FLUSHes, reads, discards for a segment. */
        String perSegment() {
            return String.format(Locale.ROOT, "%.2f | %.2f | %.2f | %.2f", (double) writes / SEGMENTS,
                    (double) flushes / SEGMENTS, (double) reads / SEGMENTS, (double) discards / SEGMENTS);
        }

        private void clear() {
            bytesWritten = writes = flushes = reads = discards = 0;
        }
    }

    /** What it came to. */
    record Result(Count cache, Count backing) {}

    private int lines() {
        return new Geometry(order, SLOTS).cachesInSegment();
    }

    /** Of the user, in the segments that are counted. */
    long userBytes() {
        return Sectors.toBytes((long) SEGMENTS * lines() * Geometry.LINE_SECTORS);
    }

    Result measure() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        Count cache = new Count();
        Count backing = new Count();
        int before = full ? SLOTS * lines() : 0;
        int blocks = before + SEGMENTS * lines() + 1;
        long sectors = (long) blocks * Geometry.LINE_SECTORS;
        Map<String, BlockDevice> disks = Map.of(
                "backing", new VolatileDisk("backing", sectors, DiskOptions.DEFAULT, runtime, backing),
                "cache", new VolatileDisk("cache", SLOTS + 1L << order, DiskOptions.DEFAULT, runtime, cache));
        Registry registry = new Registry(order, commit == Commit.CORRECTED ? new Steps() : new Published());
        runtime.run(() -> {
            MappedDevice device = new MappedDevice("top", runtime, new TargetTypes(new WriteboostType(registry)),
                    disks::get, line -> { });
            try {
                device.load(Table.parse("0 " + sectors + " writeboost 1 backing 1 cache"));
                device.resume();
            } catch (TableException | TargetException e) {
                throw new IllegalStateException(e);
            }
            registry.cache(1).tunables.nrMaxBatchedMigration = batch;
            int[] numbers = shuffled(blocks);
            for (int i = 0; i < blocks; i++) {
                write(runtime, device, numbers[i]);
                boolean beginsSegment = i % lines() == 0;
                if (beginsSegment && (paced || i == before || i == blocks - 1)) {
                    settle(runtime);
                }
                if (i == before) {
                    cache.clear();
                    backing.clear();
                }
            }
        });
        return new Result(cache, backing);
    }

    private static void write(SimulatedRuntime runtime, MappedDevice device, int block) {
        Completion end = runtime.completion("write");
        device.submit(Bio.write((long) block * Geometry.LINE_SECTORS, Bench.filled(Geometry.LINE_SECTORS, 1))
                .onEnd(ended -> end.complete()));
        end.await();
    }

    private static void settle(SimulatedRuntime runtime) {
        Completion later = runtime.completion("later");
        runtime.timer("later", later::complete).arm(1);
        later.await();
    }

    private static int[] shuffled(int count) {
        SplittableRandom random = new SplittableRandom(1);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            numbers[i] = numbers[j];
            numbers[j] = i;
        }
        return numbers;
    }

    /** The driver's commit: one request, then nothing (WB-A1). */
    private static final class Published extends Steps {
        @Override
        public FlushDaemon flushDaemon(WbCache cache) {
            return new FlushDaemon(cache) {
                @Override
                protected boolean writeSegments(List<SegmentHeader> segments) {
                    DmSafeIo.Batch batch = cache.io.batch();
                    for (SegmentHeader seg : segments) {
                        batch.add(cache.device, () -> Bio.write(cache.geometry.segmentStart(seg.slot),
                                (seg.length + 1) * Geometry.LINE_SECTORS, seg.rambuf, 0, false, false));
                    }
                    return batch.submitAndAwait();
                }
            };
        }
    }
}
