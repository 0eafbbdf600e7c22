package powercut.writeboost;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import powercut.block.BlockDevice;
import powercut.dm.Errno;
import powercut.dm.TargetException;
import powercut.runtime.Runtime;
import powercut.sysfs.Sysfs;

/**
 * The module's global variables, wb_caches, wb_devices, cache_id_ptr and its directory in sysfs: how targets find the
 * caches and each other. One per machine that comes up. Its own monitor guards it; nothing blocks in it.
 */
public final class Registry {
    /** WB_NR_SLOTS; slot 0 stands for none. */
    public static final int WB_NR_SLOTS = 1 << 7;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final int order;
    private final Steps steps;
    private final WbCache[] wbCaches = new WbCache[WB_NR_SLOTS];
    private final WbDevice[] wbDevices = new WbDevice[WB_NR_SLOTS];
    private final Sysfs sysfs = new Sysfs("caches", "devices"); // /sys/module/dm_writeboost
    private final Set<String> formatting = new HashSet<>(); // names of cache devices; only looked up
    private int cacheIdPtr; // cache_id_ptr

    /** @param order WB_SEGMENTSIZE_ORDER */
    Registry(int order, Steps steps) {
        this.order = order;
        this.steps = steps;
    }

    Steps steps() {
        return steps;
    }

    int order() {
        return order;
    }

    Sysfs sysfs() {
        return sysfs;
    }

    /** parse_cache_id and its like: an id below 128; -EINVAL for anything else (WB-C13). */
    static int parseId(String word, int least, String what) throws TargetException {
        if (NUMBER.matcher(word).matches()) {
            int id = Integer.parseInt(word);
            if (id >= least && id < WB_NR_SLOTS) {
                return id;
            }
        }
        throw new TargetException("Invalid " + what + " id " + word + ", expected " + least + " to "
                + (WB_NR_SLOTS - 1), Errno.EINVAL);
    }

    // ---- devices

    /** The device of that id for one more target; an id belongs to one backing device (WB-C13). */
    synchronized WbDevice openDevice(int id, BlockDevice backing) throws TargetException {
        WbDevice wb = wbDevices[id];
        if (wb == null || wb.users == 0 && !holdsDirty(id)) {
            wb = new WbDevice(id, backing);
            wbDevices[id] = wb;
        } else if (!wb.device.name().equals(backing.name())) {
            throw new TargetException("Device id " + id + " belongs to " + wb.device.name(), Errno.EBUSY);
        }
        wb.users++;
        return wb;
    }

    /** A target is gone; returns whether it was the last. */
    synchronized boolean closeDevice(WbDevice wb) {
        wb.users--;
        if (wb.users == 0 && !holdsDirty(wb.id)) {
            wbDevices[wb.id] = null;
        }
        return wb.users == 0;
    }

    /** The device of that id; null if there is none. */
    synchronized WbDevice wbDevice(int id) {
        return wbDevices[id];
    }

    /** Whether some cache holds dirty blocks of the device: its backing device must not be used directly (D3). */
    synchronized boolean holdsDirty(int deviceId) {
        for (WbCache cache : wbCaches) {
            if (cache != null && cache.nrDirtyCaches(deviceId) > 0) {
                return true;
            }
        }
        return false;
    }

    // ---- caches

    /** The cache of that id; null if there is none. */
    synchronized WbCache cache(int id) {
        return wbCaches[id];
    }

    /** An existing cache for one more target; -EINVAL if there is none (WB-C10). */
    synchronized WbCache openCache(int id) throws TargetException {
        WbCache cache = wbCaches[id];
        if (cache == null) {
            throw new TargetException("cache is not set for id(" + id + ")", Errno.EINVAL);
        }
        requireAlive(cache);
        cache.users++;
        return cache;
    }

    /** Who is being freed stays in its place until that is done. */
    private static void requireAlive(WbCache cache) throws TargetException {
        if (cache.users == 0) {
            throw new TargetException("Cache " + cache.id + " is being freed", Errno.EBUSY);
        }
    }

    /**
     * The cache of that id on that device, made if there is none; it reads nothing before {@link WbCache#resume}.
     *
     * @param errorLog takes DMERR lines
     */
    synchronized WbCache openCache(int id, BlockDevice device, Runtime runtime, Consumer<String> errorLog)
            throws TargetException {
        for (WbCache other : wbCaches) {
            if (other != null && other.id != id && other.device.name().equals(device.name())) {
                throw new TargetException("Cache device " + device.name() + " is in use by cache " + other.id,
                        Errno.EBUSY);
            }
        }
        if (formatting.contains(device.name())) {
            throw new TargetException("Cache device " + device.name() + " is being formatted", Errno.EBUSY);
        }
        if (wbCaches[id] == null) {
            wbCaches[id] = new WbCache(id, device, steps.geometry(device.sectors(), order), runtime, this, errorLog);
        } else if (!wbCaches[id].device.name().equals(device.name())) {
            throw new TargetException("Cache id " + id + " belongs to " + wbCaches[id].device.name(), Errno.EBUSY);
        } else {
            requireAlive(wbCaches[id]);
        }
        wbCaches[id].users++;
        return wbCaches[id];
    }

    /** A cache for the mgr; the one that has the id stays as it is (WB-C9). */
    synchronized WbCache newCache(int id, BlockDevice device, Runtime runtime, Consumer<String> errorLog)
            throws TargetException {
        if (wbCaches[id] != null) {
            throw new TargetException("Cache id " + id + " is in use", Errno.EBUSY);
        }
        return openCache(id, device, runtime, errorLog);
    }

    /** The mgr has resumed the cache: from now on it can free it. */
    synchronized void giveToMgr(WbCache cache) {
        cache.ofMgr = true;
    }

    /**
     * free_cache: frees what the mgr has resumed. Task context.
     *
     * @throws TargetException {@link Errno#EBUSY} while a device is attached (WB-B9), if a table has made the cache,
     *     or while it is being resumed
     */
    void freeCache(WbCache cache) throws TargetException {
        synchronized (this) {
            if (!cache.ofMgr) {
                throw new TargetException("Cache " + cache.id + " was not resumed by the mgr", Errno.EBUSY);
            }
            if (cache.users != 1) {
                throw new TargetException("Cache " + cache.id + (cache.users == 0 ? " is being freed"
                        : " has devices attached"), Errno.EBUSY);
            }
            cache.users = 0;
        }
        free(cache);
    }

    /** A user is gone; the last one frees the cache. Task context. */
    void closeCache(WbCache cache) {
        boolean last;
        synchronized (this) {
            last = --cache.users == 0;
        }
        if (last) {
            free(cache);
        }
    }

    private void free(WbCache cache) {
        cache.free();
        synchronized (this) {
            wbCaches[cache.id] = null;
        }
    }

    /** All caches, by id. */
    synchronized List<WbCache> caches() {
        return Stream.of(wbCaches).filter(Objects::nonNull).toList();
    }

    // ---- for the mgr

    /** The id that the mgr works on. */
    synchronized int cacheIdPtr() {
        return cacheIdPtr;
    }

    /** switch_to. */
    synchronized int switchTo(int id) {
        cacheIdPtr = id;
        return 0;
    }

    /** Keeps a device that is to be formatted for oneself; {@link #release} must follow. */
    synchronized void claim(BlockDevice device) throws TargetException {
        boolean used = Stream.of(wbCaches).anyMatch(cache -> cache != null && cache.device.name().equals(device.name()))
                || Stream.of(wbDevices).anyMatch(wb -> wb != null && wb.device.name().equals(device.name()));
        if (used || !formatting.add(device.name())) {
            throw new TargetException("Device " + device.name() + " is in use", Errno.EBUSY);
        }
    }

    synchronized void release(BlockDevice device) {
        formatting.remove(device.name());
    }
}
