package powercut.writeboost.userland;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import powercut.runtime.Runtime;
import powercut.runtime.Task;
import powercut.runtime.Timer;
import powercut.runtime.WaitQueue;
import powercut.sysfs.Sysfs;
import powercut.sysfs.SysfsException;

/**
 * writeboost-daemon: turns migration off while a backing device is busy, flushes a RAM buffer that nothing else
 * flushes, and commits the superblock, at the intervals that each cache has in its directory.
 *
 * <p>Once a second it looks at the tree afresh and does what is due; an interval of 0 seconds turns its action off.
 * Utilisation is the share of the time since the last look in which the backing had something to do, 100 percent at
 * most, and taken to be 100 on the first look. A late round postpones an action and never drops it. (Of D5 this is the
 * correction: the published daemon divided by an interval of 0, added up the durations of single requests, knew only
 * the devices that were there when it began, and missed an action when its second passed unseen.)
 */
public final class WriteboostDaemon {
    private static final long TICK_MS = 1000;

    private final Sysfs sysfs;
    private final ToLongFunction<String> ioTicksMs;
    private final Consumer<String> errorLog;
    private final Runtime runtime;
    private final WaitQueue wait;
    private final Timer tick;
    private final Map<String, Cache> caches = new HashMap<>(); // by id; only looked up by key
    private final Map<String, Backing> backings = new HashMap<>(); // by device id; only looked up by key
    private volatile boolean ticked;
    private volatile boolean shouldStop;
    private Task task; // null until started

    /** What is due for a cache, and when it was done last. */
    private static final class Cache {
        final Interval update;
        final Interval flush;
        final Interval commit;
        String lastFlushed = ""; // last_flushed_segment_id when a flush was due last

        Cache(long nowMs) {
            update = new Interval(nowMs);
            flush = new Interval(nowMs);
            commit = new Interval(nowMs);
        }
    }

    /** Something that is to be done again and again. */
    private static final class Interval {
        private long lastMs;

        Interval(long nowMs) {
            lastMs = nowMs;
        }

        /** @param seconds unsigned */
        boolean isDue(long seconds, long nowMs) {
            if (seconds != 0 && Long.compareUnsigned((nowMs - lastMs) / TICK_MS, seconds) < 0) {
                return false;
            }
            lastMs = nowMs;
            return seconds != 0;
        }
    }

    /** The backing of a device at the last look. */
    private record Backing(String name, long ioTicksMs, long atMs) {}

    /**
     * @param ioTicksMs for the name of a backing device, how many milliseconds it has been busy so far: field 10 of its
     *     line in /proc/diskstats
     * @param errorLog takes a line for each thing that failed
     */
    public WriteboostDaemon(Runtime runtime, Sysfs sysfs, ToLongFunction<String> ioTicksMs,
            Consumer<String> errorLog) {
        this.runtime = runtime;
        this.sysfs = sysfs;
        this.ioTicksMs = ioTicksMs;
        this.errorLog = errorLog;
        wait = runtime.waitQueue("writeboost-daemon");
        tick = runtime.timer("writeboost-daemon", this::tick);
    }

    /** Starts it; once. Task context, as {@link #stop}. */
    public void start() {
        task = runtime.spawn("writeboost-daemon", this::loop);
    }

    /** Ends it and waits for what it does at the moment. */
    public void stop() {
        shouldStop = true;
        wait.wakeAll();
        task.join();
    }

    private void loop() {
        while (!shouldStop) {
            round();
            ticked = false;
            tick.arm(TICK_MS);
            wait.await("the next second", () -> ticked || shouldStop);
        }
        tick.cancelSync();
    }

    /** Interrupt context. */
    private void tick() {
        ticked = true;
        wait.wakeAll();
    }

    private void round() {
        try {
            List<String> ids = new ArrayList<>(sysfs.list("caches").keySet());
            caches.keySet().retainAll(ids);
            backings.keySet().retainAll(sysfs.list("devices").keySet());
            for (String id : ids) {
                superviseCache(id, caches.computeIfAbsent(id, any -> new Cache(runtime.nowMs())));
            }
        } catch (SysfsException e) {
            errorLog.accept("writeboost-daemon: " + e.getMessage());
        }
    }

    /** A cache that fails, or goes away meanwhile, does not keep the others waiting. */
    private void superviseCache(String id, Cache cache) {
        try {
            String directory = "caches/" + id + "/";
            if (cache.update.isDue(number(directory + "update_interval"), runtime.nowMs())) {
                modulateMigration(id);
            }
            if (cache.flush.isDue(number(directory + "flush_current_buffer_interval"), runtime.nowMs())) {
                flushIdleBuffer(directory, cache);
            }
            if (cache.commit.isDue(number(directory + "commit_super_block_interval"), runtime.nowMs())) {
                sysfs.write(directory + "commit_super_block", "1");
            }
        } catch (SysfsException e) {
            errorLog.accept("writeboost-daemon: " + e.getMessage());
        }
    }

    private void modulateMigration(String id) throws SysfsException {
        boolean idle = true;
        for (String device : sysfs.list("devices").keySet()) {
            String directory = "devices/" + device + "/";
            if (sysfs.read(directory + "cache_id").strip().equals(id)) {
                idle &= utilisation(device, directory) <= number(directory + "migrate_threshold");
            }
        }
        boolean force = number("caches/" + id + "/force_migrate") == 1;
        sysfs.write("caches/" + id + "/allow_migrate", idle || force ? "1" : "0");
    }

    /** Percent, rounded up, since the last look; 100 where there was none, of this backing and before now. */
    private long utilisation(String device, String directory) throws SysfsException {
        String name = sysfs.read(directory + "device_no").strip();
        Backing now = new Backing(name, ioTicksMs.applyAsLong(name), runtime.nowMs());
        Backing before = backings.put(device, now);
        if (before == null || !before.name.equals(name) || before.atMs == now.atMs) {
            return 100;
        }
        long elapsedMs = now.atMs - before.atMs;
        long busyMs = Math.min(now.ioTicksMs - before.ioTicksMs, elapsedMs);
        return (100 * busyMs + elapsedMs - 1) / elapsedMs;
    }

    /** Only if nothing was flushed since the last time: what is still in the buffer has been there for an interval. */
    private void flushIdleBuffer(String directory, Cache cache) throws SysfsException {
        String lastFlushed = sysfs.read(directory + "last_flushed_segment_id");
        if (lastFlushed.equals(cache.lastFlushed)) {
            sysfs.write(directory + "flush_current_buffer", "1");
        }
        cache.lastFlushed = lastFlushed;
    }

    private long number(String path) throws SysfsException {
        return Long.parseUnsignedLong(sysfs.read(path).strip());
    }
}
