package powercut.crash.explore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import powercut.block.BlockDevice;
import powercut.block.DeviceSlice;
import powercut.block.DiskOptions;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.Runtime;

/**
 * What is under test: a table, the target types that it may name, and the disks below.
 *
 * @param table what is mapped
 * @param types the target types; a published defect is a type that stands in for the reference's
 * @param disks the disks, in the order in which all lists of media have them
 * @param slices what each device word of the table means
 */
public record Stack(Table table, TargetTypes types, List<Disk> disks, Map<String, Slice> slices) {
    /** A disk below: its name in reports, its size in sectors, and what it is like. */
    public record Disk(String name, long sectors, DiskOptions options) {}

    /** A range of a disk: index in {@link Stack#disks}, first sector, length. */
    public record Slice(int disk, long start, long sectors) {}

    public Stack {
        disks = List.copyOf(disks);
        slices = Map.copyOf(slices);
    }

    /**
     * The mapped device over {@code below}, one device for each disk, on a machine that has just come up; without a
     * table yet.
     */
    public MappedDevice device(Runtime runtime, List<? extends BlockDevice> below, Consumer<String> errorLog) {
        Map<String, BlockDevice> found = new HashMap<>(); // only looked up by key
        slices.forEach((word, slice) -> {
            BlockDevice disk = below.get(slice.disk());
            boolean whole = slice.start() == 0 && slice.sectors() == disk.sectors();
            found.put(word, whole && word.equals(disk.name()) ? disk
                    : new DeviceSlice(word, disk, slice.start(), slice.sectors()));
        });
        return new MappedDevice("top", runtime, types.boot(), found::get, errorLog);
    }

    /** Loads the table and resumes: what happens when the machine comes up, recovery included. Task context. */
    public void activate(MappedDevice device) throws TableException, TargetException {
        device.load(table);
        device.resume();
    }
}
