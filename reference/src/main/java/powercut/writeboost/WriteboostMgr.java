package powercut.writeboost;

import java.util.Locale;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.StateDigest;
import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.dm.TargetException;
import powercut.sysfs.HasSysfs;
import powercut.sysfs.Sysfs;

/**
 * The target {@code writeboost-mgr}: by messages to it, cache devices are formatted, resumed and freed. It maps
 * nothing.
 *
 * <pre>
 *   format_cache_device PATH       clear_stat [ID]
 *   switch_to ID                   resume_cache PATH [ID]        free_cache [ID]
 * </pre>
 *
 * <p>Without an ID they work on the cache that {@code switch_to} named last, whoever sent it. That is the driver's
 * interface; naming the cache in the message itself is not, and keeps two administrators apart (WB-B15). The driver
 * reads arguments that are not there (WB-C11), and resumes id 0, which no device can ever be attached to (WB-C13).
 */
public class WriteboostMgr implements Target, HasSysfs {
    private final TargetContext context;
    private final Registry registry;

    /** A refused message is an errno and a line in the log. */
    private interface Command {
        int run() throws TargetException;
    }

    public WriteboostMgr(TargetContext context, Registry registry) {
        this.context = context;
        this.registry = registry;
    }

    /** writeboost_mgr_map: ends whatever comes, without data. */
    @Override
    public final MapResult map(Bio bio) {
        bio.end(Status.OK);
        return MapResult.SUBMITTED;
    }

    @Override
    public final int flushBios() {
        return 0;
    }

    /** writeboost_mgr_message. */
    @Override
    public final int message(String[] words) {
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "format_cache_device" -> run(words, 2, 2, () -> formatCacheDevice(words[1]));
            case "switch_to" -> run(words, 2, 2, () -> registry.switchTo(parseCacheId(words[1])));
            case "clear_stat" -> run(words, 1, 2, () -> clearStat(cacheId(words, 1)));
            case "resume_cache" -> run(words, 2, 3, () -> resumeCache(words[1], cacheId(words, 2)));
            case "free_cache" -> run(words, 1, 2, () -> freeCache(cacheId(words, 1)));
            default -> refused("unknown message " + words[0], Errno.EINVAL);
        };
    }

    private int run(String[] words, int atLeast, int atMost, Command command) {
        if (!isCount(words, atLeast, atMost)) {
            return refused("message " + words[0] + " has " + (words.length - 1) + " arguments", Errno.EINVAL);
        }
        try {
            return command.run();
        } catch (TargetException e) {
            return refused(e.getMessage(), e.errno());
        }
    }

    /** WB-C11. */
    protected boolean isCount(String[] words, int atLeast, int atMost) {
        return words.length >= atLeast && words.length <= atMost;
    }

    private int refused(String why, int errno) {
        context.errorLog().accept("writeboost-mgr: " + why);
        return errno;
    }

    /** A device that is in use stays as it is. */
    private int formatCacheDevice(String path) throws TargetException {
        BlockDevice device = device(path);
        Geometry geometry = registry.steps().geometry(device.sectors(), registry.order());
        registry.claim(device);
        try {
            FormatCache format = registry.steps().formatCache(registry.steps().dmSafeIo(context.runtime()));
            return format.formatCacheDevice(device, geometry);
        } finally {
            registry.release(device);
        }
    }

    private int clearStat(int id) throws TargetException {
        WbCache cache = registry.cache(id);
        if (cache == null) {
            throw new TargetException("no cache for the id " + id, Errno.EINVAL);
        }
        cache.stat.clear();
        return 0;
    }

    /** Recovers the log; a cache that cannot be recovered is not kept (WB-C9). */
    private int resumeCache(String path, int id) throws TargetException {
        checkAttachable(id);
        WbCache cache = registry.newCache(id, device(path), context.runtime(), context.errorLog());
        int errno = cache.resume();
        if (errno == 0) {
            registry.giveToMgr(cache);
        } else {
            registry.closeCache(cache);
        }
        return errno;
    }

    /** WB-C13. */
    protected void checkAttachable(int id) throws TargetException {
        if (id == 0) {
            throw new TargetException("cache id 0 is reserved, switch_to another first", Errno.EINVAL);
        }
    }

    private int freeCache(int id) throws TargetException {
        WbCache cache = registry.cache(id);
        checkExists(cache, id);
        registry.freeCache(cache);
        return 0;
    }

    private BlockDevice device(String path) throws TargetException {
        BlockDevice device = context.devices().find(path);
        if (device == null) {
            throw new TargetException("Cannot find cache device " + path, Errno.EINVAL);
        }
        return device;
    }

    /**
     * Whether there is something to free (WB-C12).
     *
     * @param cache null if there is none
     */
    protected void checkExists(WbCache cache, int id) throws TargetException {
        if (cache == null) {
            throw new TargetException("no cache to free for the id " + id, Errno.EINVAL);
        }
    }

    /** The id in the message, if it is long enough to have one, else that of switch_to. */
    private int cacheId(String[] words, int index) throws TargetException {
        return index < words.length ? parseCacheId(words[index]) : registry.cacheIdPtr();
    }

    private static int parseCacheId(String word) throws TargetException {
        return Registry.parseId(word, 0, "cache");
    }

    // ---- status

    /** writeboost_mgr_status; of TABLE nothing (WB-C12). */
    @Override
    public final String status(StatusType type) {
        return switch (type) {
            case INFO -> "\ncurrent cache_id_ptr: " + registry.cacheIdPtr() + "\n" + info(registry.cacheIdPtr());
            case TABLE -> "";
        };
    }

    private String info(int id) {
        if (id == 0) {
            return DriverSizes.status(registry.order());
        }
        WbCache cache = registry.cache(id);
        if (cache == null) {
            context.errorLog().accept("writeboost-mgr: no cache for the cache_id_ptr " + id);
            return "";
        }
        cache.ioLock.lock();
        long segmentId = cache.currentBuffer.segmentId();
        long cursor = cache.currentBuffer.cursor();
        cache.ioLock.unlock();
        StringBuilder info = new StringBuilder();
        info.append("static RAM(approx.): ")
                .append(DriverSizes.staticRam(cache.geometry, cache.tunables.nrMaxBatchedMigration))
                .append(" (byte)\nallow_migrate: ").append(cache.tunables.allowMigrate ? 1 : 0)
                .append("\nnr_segments: ").append(cache.geometry.nrSegments())
                .append("\nlast_migrated_segment_id: ").append(cache.lastMigratedSegmentId)
                .append("\nlast_flushed_segment_id: ").append(cache.lastFlushedSegmentId)
                .append("\ncurrent segment id: ").append(segmentId)
                .append("\ncursor: ").append(cursor)
                .append("\n\nwrite? hit? on_buffer? fullsize?\n");
        for (int i = 0; i < countersShown(); i++) {
            info.append(i & 1).append(' ').append(i >> 1 & 1).append(' ').append(i >> 2 & 1).append(' ')
                    .append(i >> 3 & 1).append(' ').append(cache.stat.get(i)).append('\n');
        }
        return info.toString();
    }

    /** All sixteen (WB-C17). */
    protected int countersShown() {
        return Stat.LENGTH;
    }

    @Override
    public final Sysfs sysfs() {
        return registry.sysfs();
    }

    @Override
    public final void digest(StateDigest digest) {
        digest.add(registry.cacheIdPtr());
        registry.caches().forEach(cache -> {
            digest.add(cache.id);
            cache.digest(digest);
        });
    }
}
