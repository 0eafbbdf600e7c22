package powercut.writeboost;

import java.util.function.Consumer;
import powercut.block.BlockDevice;
import powercut.dm.Errno;
import powercut.dm.TargetException;
import powercut.runtime.Runtime;

/**
 * The module's global variables, wb_caches and wb_devices: how targets find the caches and each other. One per machine
 * that comes up. Its own monitor guards it; nothing blocks in it.
 */
public final class Registry {
    /** WB_NR_SLOTS; slot 0 stands for none. */
    public static final int WB_NR_SLOTS = 1 << 7;

    private final int order;
    private final Steps steps;
    private final WbCache[] wbCaches = new WbCache[WB_NR_SLOTS];
    private final WbDevice[] wbDevices = new WbDevice[WB_NR_SLOTS];

    /** @param order WB_SEGMENTSIZE_ORDER */
    Registry(int order, Steps steps) {
        this.order = order;
        this.steps = steps;
    }

    Steps steps() {
        return steps;
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

    /** A target is gone. */
    synchronized void closeDevice(WbDevice wb) {
        wb.users--;
        if (wb.users == 0 && !holdsDirty(wb.id)) {
            wbDevices[wb.id] = null;
        }
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
        cache.users++;
        return cache;
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
        if (wbCaches[id] == null) {
            wbCaches[id] = new WbCache(id, device, Geometry.ofDevice(device.sectors(), order), runtime, this, errorLog);
        } else if (!wbCaches[id].device.name().equals(device.name())) {
            throw new TargetException("Cache id " + id + " belongs to " + wbCaches[id].device.name(), Errno.EBUSY);
        }
        wbCaches[id].users++;
        return wbCaches[id];
    }

    /** A user is gone; the last one frees the cache. Task context. */
    void closeCache(WbCache cache) {
        boolean last;
        synchronized (this) {
            last = --cache.users == 0;
        }
        if (last) {
            cache.free();
            synchronized (this) {
                wbCaches[cache.id] = null;
            }
        }
    }
}
