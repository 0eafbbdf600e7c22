package powercut.writeboost;

import java.util.concurrent.atomic.AtomicReference;
import powercut.block.BlockDevice;
import powercut.sysfs.Kobject;

/**
 * struct wb_device: a backing device under its id. The tables that name it share it, and it outlives them while a cache
 * holds dirty blocks of it, so that those can still be written back (WB-B10). Their number is kept by the cache, not
 * here, where a reload would lose it (WB-C16).
 */
public final class WbDevice {
    /** Ids are 1 to 127; 0 is reserved (WB-C13). */
    static final int ID_MAX = Registry.WB_NR_SLOTS - 1;

    final int id;
    final BlockDevice device; // backing
    int users; // targets; guarded by the registry
    volatile WbCache cache; // of the active table; null when detached
    final AtomicReference<Kobject> kobj = new AtomicReference<>(); // null: no directory in sysfs
    volatile int migrateThreshold = 70; // percent, a hint for userland

    WbDevice(int id, BlockDevice device) {
        this.id = id;
        this.device = device;
    }

    /** nr_dirty_caches: dirty blocks in the cache it is attached to. */
    public long nrDirtyCaches() {
        WbCache attached = cache;
        return attached == null ? 0 : attached.nrDirtyCaches(id);
    }
}
