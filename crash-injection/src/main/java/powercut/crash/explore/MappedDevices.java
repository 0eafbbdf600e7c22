package powercut.crash.explore;

import java.util.function.Function;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.TargetException;

/** The mapped devices of a machine that has just come up; they share what its modules know. */
public final class MappedDevices {
    private static final String MGR = "0 1 writeboost-mgr";

    private final Function<String, MappedDevice> create;
    private final MappedDevice top;
    private MappedDevice mgr; // null until it is used

    /** @param create makes the device of that name, without a table */
    MappedDevices(Function<String, MappedDevice> create) {
        this.create = create;
        this.top = create.apply("top");
    }

    /** What is under test. */
    public MappedDevice top() {
        return top;
    }

    /**
     * The device that the messages of writeboost-mgr go to, created when it is first needed, as {@code dmsetup create}
     * does. Task context.
     *
     * @throws TableException if the machine does not know the target
     */
    public MappedDevice mgr() throws TableException, TargetException {
        if (mgr == null) {
            MappedDevice created = create.apply("mgr");
            created.load(Table.parse(MGR));
            created.resume();
            mgr = created;
        }
        return mgr;
    }

    /** Whether {@link #mgr} has been needed. */
    public boolean hasMgr() {
        return mgr != null;
    }
}
