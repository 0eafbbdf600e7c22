package powercut.writeboost;

import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.StateDigest;
import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.sysfs.HasSysfs;
import powercut.sysfs.Sysfs;

/** The target {@code writeboost} as device mapper sees it: the operations of writeboost_target. */
final class Writeboost implements Target, HasSysfs {
    private final TargetContext context;
    private final Registry registry;
    private final WbDevice wb;
    private final WbCache cache; // null: detached
    private final BlockDevice cacheDevice; // named in the table; null if it is not
    private final Mapping mapping; // null when detached
    private final DeviceSysfs deviceSysfs;
    private volatile boolean attachFailed;

    Writeboost(TargetContext context, Registry registry, WbDevice wb, WbCache cache, BlockDevice cacheDevice) {
        this.context = context;
        this.registry = registry;
        this.wb = wb;
        this.cache = cache;
        this.cacheDevice = cacheDevice;
        this.mapping = cache == null ? null : registry.steps().mapping(cache, wb, context.begin());
        this.deviceSysfs = registry.steps().deviceSysfs(wb);
    }

    /**
     * Attaches the device. What was written to the backing device while it was detached is made durable, because from
     * now on a FLUSH goes to the log only (WB-A14).
     */
    @Override
    public void resume() {
        wb.cache = cache;
        if (cache != null) {
            attachFailed = cache.resume() != 0;
            if (!attachFailed && !cache.io.flush(wb.device)) {
                attachFailed = true;
                context.errorLog().accept("writeboost: backing device " + wb.device.name() + ": FLUSH failed");
            }
        }
    }

    @Override
    public MapResult map(Bio bio) {
        if (attachFailed || cache == null && registry.holdsDirty(wb.id)) {
            return MapResult.KILL;
        }
        if (cache == null) {
            bio.remap(wb.device, bio.sector());
            return MapResult.REMAPPED;
        }
        return mapping.map(bio);
    }

    @Override
    public EndResult endIo(Bio bio, Status status) {
        if (mapping != null) {
            mapping.endIo(bio);
        }
        return EndResult.DONE;
    }

    /** What is in RAM goes to the log (WB-A17). */
    @Override
    public void postsuspend() {
        if (cache != null && !attachFailed && !cache.currentBuffer.flushOnStop().isOk()) {
            context.errorLog().accept("writeboost: acknowledged writes are in RAM only");
        }
    }

    @Override
    public void destroy() {
        if (cache != null) {
            registry.closeCache(cache);
        }
        if (registry.closeDevice(wb)) {
            DeviceSysfs.remove(wb);
        }
    }

    /** writeboost_message. remove_sysfs leaves the device in wb_devices (WB-B10). */
    @Override
    public int message(String[] words) {
        if (words.length == 1 && words[0].equalsIgnoreCase("add_sysfs")) {
            return deviceSysfs.add(registry.sysfs(), context.runtime(), wb, context.deviceName());
        }
        if (words.length == 1 && words[0].equalsIgnoreCase("remove_sysfs")) {
            return DeviceSysfs.remove(wb);
        }
        return Errno.EINVAL;
    }

    @Override
    public String status(StatusType type) {
        return switch (type) {
            case INFO -> "";
            case TABLE -> wb.id + " " + wb.device.name() + " " + (cache == null ? 0 : cache.id)
                    + (cacheDevice == null ? "" : " " + cacheDevice.name());
        };
    }

    /** Both: what the cache device cannot take must not arrive either (WB-C4). */
    @Override
    public List<BlockDevice> iterateDevices() {
        return cache == null ? List.of(wb.device) : List.of(wb.device, cache.device);
    }

    @Override
    public Sysfs sysfs() {
        return registry.sysfs();
    }

    @Override
    public void digest(StateDigest digest) {
        digest.add(attachFailed);
        if (cache != null) {
            cache.digest(digest);
        }
    }
}
