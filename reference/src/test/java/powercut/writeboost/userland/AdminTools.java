package powercut.writeboost.userland;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import powercut.block.BlockDevice;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.Runtime;
import powercut.sysfs.HasSysfs;
import powercut.sysfs.Sysfs;
import powercut.sysfs.SysfsException;

/**
 * The tools of dm-writeboost's time, each the sequence of messages, tables and files that its script was:
 * writeboost-format-cache, -resume-cache, -free-cache, -create, -attach, -detach, -remove. They run in task context.
 */
public final class AdminTools {
    private final Runtime runtime;
    private final TargetTypes types;
    private final Map<String, BlockDevice> disks;
    private final Consumer<String> errorLog;
    private final MappedDevice mgr;
    private final Map<Integer, Volume> volumes = new TreeMap<>(); // by device id

    /** A volume that create has made. */
    private record Volume(MappedDevice device, String backing) {}

    /** @param types of a machine that is up */
    public AdminTools(Runtime runtime, TargetTypes types, List<? extends BlockDevice> disks,
            Consumer<String> errorLog) throws TableException, TargetException {
        this.runtime = runtime;
        this.types = types;
        this.disks = new HashMap<>(); // only looked up by key
        disks.forEach(disk -> this.disks.put(disk.name(), disk));
        this.errorLog = errorLog;
        this.mgr = device("writeboost-mgr", "0 1 writeboost-mgr");
    }

    private MappedDevice device(String name, String table) throws TableException, TargetException {
        MappedDevice device = new MappedDevice(name, runtime, types, disks::get, errorLog);
        device.load(Table.parse(table));
        device.resume();
        return device;
    }

    /** The device that must be named writeboost-mgr. */
    public MappedDevice mgr() {
        return mgr;
    }

    /** The volume on the device of that id. */
    public MappedDevice volume(int deviceId) {
        return volumes.get(deviceId).device;
    }

    /** /sys/module/dm_writeboost. */
    public Sysfs sysfs() {
        return ((HasSysfs) mgr.targetAt(0)).sysfs();
    }

    public int formatCache(String path) {
        return mgr.message(0, "format_cache_device", path);
    }

    public int resumeCache(int cacheId, String path) {
        mgr.message(0, "switch_to", Integer.toString(cacheId));
        return mgr.message(0, "resume_cache", path);
    }

    public int freeCache(int cacheId) {
        mgr.message(0, "switch_to", Integer.toString(cacheId));
        return mgr.message(0, "free_cache");
    }

    /** Makes a volume over the whole device, detached. */
    public void create(String name, int deviceId, String path) throws TableException, TargetException {
        volumes.put(deviceId, new Volume(device(name, table(deviceId, path, 0)), path));
        volume(deviceId).message(0, "add_sysfs");
    }

    /** Attaches a volume that is detached. */
    public void attach(int deviceId, int cacheId) throws TableException, TargetException {
        volume(deviceId).suspend();
        try {
            reload(deviceId, cacheId);
        } finally {
            volume(deviceId).resume();
            volume(deviceId).message(0, "add_sysfs");
        }
    }

    /**
     * Detaches a volume when nothing of it is left in the cache. The volume is suspended meanwhile, so that there will
     * not be more. (D4: interrupted, or tired of waiting, the published tool detached all the same.)
     *
     * @param patienceSeconds how long to wait
     * @return whether it is detached; else it is as it was
     */
    public boolean detach(int deviceId, int patienceSeconds)
            throws TableException, TargetException, SysfsException {
        String directory = "devices/" + deviceId + "/";
        String cacheId = sysfs().read(directory + "cache_id").strip();
        volume(deviceId).suspend();
        boolean clean = false;
        try {
            sysfs().write("caches/" + cacheId + "/flush_current_buffer", "1");
            for (int second = 0; !clean && second <= patienceSeconds; second++) {
                clean = sysfs().read(directory + "nr_dirty_caches").equals("0\n");
                if (!clean) {
                    pass(1000);
                }
            }
            if (clean) {
                reload(deviceId, 0);
            }
        } finally {
            volume(deviceId).resume();
            volume(deviceId).message(0, "add_sysfs");
        }
        return clean;
    }

    /** Removes a volume that is detached. */
    public void remove(int deviceId) {
        volume(deviceId).message(0, "remove_sysfs");
        volume(deviceId).remove();
        volumes.remove(deviceId);
    }

    /** The sequence of attach and detach while the volume is suspended. */
    private void reload(int deviceId, int cacheId) throws TableException, TargetException {
        volume(deviceId).message(0, "remove_sysfs");
        volume(deviceId).load(Table.parse(table(deviceId, volumes.get(deviceId).backing, cacheId)));
    }

    private String table(int deviceId, String path, int cacheId) {
        return "0 " + disks.get(path).sectors() + " writeboost " + deviceId + " " + path + " " + cacheId;
    }

    /** Lets the given time pass. */
    public void pass(long ms) {
        Completion completion = runtime.completion("test clock");
        runtime.timer("test clock", completion::complete).arm(ms);
        completion.await();
    }
}
