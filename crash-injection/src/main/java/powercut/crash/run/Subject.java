package powercut.crash.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.crash.log.DeviceWord;
import powercut.crash.log.Slices;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetTypes;
import powercut.writeboost.Geometry;

/**
 * Something to run and crash: a table over disks, and what workloads for it are like.
 *
 * @param name as on the command line
 * @param tableText names each disk by its name
 * @param disks below
 * @param shape of random workloads
 * @param order of the segments of dm-writeboost, for which it is compiled
 */
public record Subject(String name, String tableText, List<Stack.Disk> disks, Workload.Shape shape, int order) {
    /**
     * Of a disk. A recovery may touch all of it (that of dm-writeboost zeroes the header of each slot outside its log,
     * with segments of order 4 of every 16 sectors), and an exploration is hundreds of recoveries.
     */
    private static final long SECTORS_MAX = 1 << 17;

    public Subject {
        disks = List.copyOf(disks);
    }

    /** Something without dm-writeboost, or with its usual order. */
    public Subject(String name, String tableText, List<Stack.Disk> disks, Workload.Shape shape) {
        this(name, tableText, disks, shape, Geometry.ORDER_MAX);
    }

    /**
     * The stack, with target types that may have a defect put back. A device word {@code DISK@START+SECTORS} of the
     * table is a slice, and its disk grows to hold it.
     *
     * @throws BadInputException if two devices overlap; lines may name the same one
     */
    public Stack stack(TargetTypes types) throws TableException, BadInputException {
        Table table = Table.parse(tableText);
        Set<DeviceWord> devices = new LinkedHashSet<>();
        for (Table.Line line : table.lines()) {
            Slices.requireDisjoint(devicesOf(line));
            devices.addAll(devicesOf(line));
        }
        Slices.requireDisjoint(List.copyOf(devices));
        Map<String, Stack.Slice> slices = new HashMap<>(); // only looked up by key
        List<Stack.Disk> grown = new ArrayList<>(disks);
        for (int i = 0; i < disks.size(); i++) {
            Stack.Disk disk = disks.get(i);
            long sectors = disk.sectors();
            for (DeviceWord word : slicesOf(disk.name(), table)) {
                slices.put(word.toString(), new Stack.Slice(i, word.start(), word.sectors().getAsLong()));
                sectors = Math.max(sectors, word.start() + word.sectors().getAsLong());
            }
            if (sectors > SECTORS_MAX) {
                throw new BadInputException("device " + disk.name() + ": a slice ends at sector " + sectors
                        + ", expected at most " + SECTORS_MAX);
            }
            slices.put(disk.name(), new Stack.Slice(i, 0, sectors));
            grown.set(i, disk.withSectors(sectors));
        }
        return new Stack(table, types, grown, slices);
    }

    /** Each time that the line names one of the disks, or a slice of it. */
    private List<DeviceWord> devicesOf(Table.Line line) throws BadInputException {
        List<DeviceWord> devices = new ArrayList<>();
        for (String word : line.arguments()) {
            for (Stack.Disk disk : disks) {
                if (word.equals(disk.name()) || word.startsWith(disk.name() + "@")) {
                    devices.add(Slices.parse(word));
                }
            }
        }
        return devices;
    }

    private static List<DeviceWord> slicesOf(String disk, Table table) throws BadInputException {
        List<DeviceWord> slices = new ArrayList<>();
        for (Table.Line line : table.lines()) {
            for (String word : line.arguments()) {
                if (word.startsWith(disk + "@") && Slices.parse(word).sectors().isPresent()) {
                    slices.add(Slices.parse(word));
                }
            }
        }
        return slices;
    }

    /**
     * The same with other disks.
     *
     * @param words {@code DEVICE:OPTIONS}, as in {@code cache:block=4096,no-volatile-cache}
     */
    public Subject withDisk(String words) throws BadInputException {
        int colon = words.indexOf(':');
        List<Stack.Disk> changed = new ArrayList<>(disks);
        for (int i = 0; i < disks.size() && colon >= 0; i++) {
            if (disks.get(i).name().equals(words.substring(0, colon))) {
                changed.set(i, DiskWords.apply(disks.get(i), words.substring(colon + 1)));
                return new Subject(name, tableText, changed, shape, order);
            }
        }
        throw new BadInputException("disk \"" + words + "\": expected DEVICE:OPTIONS, where DEVICE is one of "
                + disks.stream().map(Stack.Disk::name).collect(Collectors.joining(", ")));
    }

    /** The same over another table of the same length. */
    public Subject withTable(String text) {
        return new Subject(name, text, disks, shape, order);
    }
}
