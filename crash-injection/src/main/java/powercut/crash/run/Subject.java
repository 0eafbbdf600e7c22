package powercut.crash.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import powercut.crash.explore.Stack;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetTypes;

/**
 * Something to run and crash: a table over disks, and what workloads for it are like.
 *
 * @param name as on the command line
 * @param tableText names each disk by its name
 * @param disks below
 * @param shape of random workloads
 */
public record Subject(String name, String tableText, List<Stack.Disk> disks, Workload.Shape shape) {
    public Subject {
        disks = List.copyOf(disks);
    }

    /** The stack, with target types that may have a defect put back. */
    public Stack stack(TargetTypes types) throws TableException {
        Map<String, Stack.Slice> slices = new HashMap<>(); // only looked up by key
        for (int i = 0; i < disks.size(); i++) {
            slices.put(disks.get(i).name(), new Stack.Slice(i, 0, disks.get(i).sectors()));
        }
        return new Stack(Table.parse(tableText), types, disks, slices);
    }

    /** The same over another table of the same length. */
    public Subject withTable(String text) {
        return new Subject(name, text, disks, shape);
    }
}
