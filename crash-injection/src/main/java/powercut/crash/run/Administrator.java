package powercut.crash.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import powercut.crash.explore.MappedDevices;
import powercut.dm.Errno;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.sysfs.HasSysfs;
import powercut.sysfs.Sysfs;
import powercut.sysfs.SysfsException;

/** What somebody does to a machine beside I/O, by dmsetup and in the tree of files, and what can be seen there. */
final class Administrator {
    private static final List<Integer> NO_SUCH_FILE =
            List.of(Errno.ENOENT, Errno.ENOTDIR, Errno.EISDIR, Errno.EACCES);

    private final MappedDevices devices;
    private final MappedDevice top;
    private final Table firstTable;

    /** @param firstTable what {@code reload} loads if it does not say another */
    Administrator(MappedDevices devices, Table firstTable) {
        this.devices = devices;
        this.top = devices.top();
        this.firstTable = firstTable;
    }

    /**
     * What came of an operation.
     *
     * @param errno 0, or negative if it was refused
     * @param addressed false if there is nothing that could have refused it: a mistake of whoever wrote it down
     * @param words the same for a person
     */
    record Answer(int errno, boolean addressed, String words) {
        private static Answer of(int errno, String words) {
            return new Answer(errno, true, words);
        }

        boolean isRefusal() {
            return errno != 0;
        }
    }

    /** Task context. */
    Answer load(Table table) {
        try {
            top.load(table);
            return Answer.of(0, "the table is accepted");
        } catch (TableException e) {
            return Answer.of(Errno.EINVAL, "the table is refused: " + e.getMessage());
        } catch (TargetException e) {
            return Answer.of(e.errno(), "the table is refused: " + e.getMessage() + " (" + e.errno() + ")");
        }
    }

    /** Loads the table of a reload: the old target lives, and works, until one turns to it. */
    Answer load(Op reload) {
        return load(reload.message().isEmpty() ? firstTable : reload.table());
    }

    /** Suspends the device and resumes it, with the table that was loaded if there is one. */
    void turn(Runnable whileSuspended) {
        top.suspend();
        whileSuspended.run();
        top.resume();
    }

    /** Does an operation that has words: sends a message, or writes to a file. */
    Answer tell(Op op) {
        return switch (op.kind()) {
            case MESSAGE -> returned(top.message(0, op.message().split(" ")));
            case MGR -> tellMgr(op.message().split(" "));
            case SYSFS -> writeFile(op.message().split(" "));
            case WRITE, READ, DISCARD, FLUSH, WAIT, PAUSE, WAKE, SUSPEND, RELOAD, FAULT, CRASH ->
                    throw new IllegalArgumentException(op + " tells nobody anything");
        };
    }

    private static Answer returned(int errno) {
        return Answer.of(errno, "the message returns " + errno);
    }

    private Answer tellMgr(String[] words) {
        try {
            return returned(devices.mgr().message(0, words));
        } catch (TableException | TargetException e) {
            return new Answer(Errno.EINVAL, false, "there is no writeboost-mgr: " + e.getMessage());
        }
    }

    private Answer writeFile(String[] pathAndValue) {
        Sysfs sysfs = sysfs();
        if (sysfs == null) {
            return new Answer(Errno.ENOENT, false, "the target has no files");
        }
        try {
            sysfs.write(pathAndValue[0], pathAndValue[1]);
            return Answer.of(0, "the file takes it");
        } catch (SysfsException e) {
            return new Answer(e.errno(), !NO_SUCH_FILE.contains(e.errno()), e.getMessage() + " (" + e.errno() + ")");
        }
    }

    /** The tree that the first target has which has one; null if there is none. */
    private Sysfs sysfs() {
        for (long sector = 0; sector < top.sectors(); sector = top.targetEnd(sector)) {
            if (top.targetAt(sector) instanceof HasSysfs target) {
                return target.sysfs();
            }
        }
        return null;
    }

    // ---- what can be seen

    /** The status of all devices and the content of all files, in lines. */
    List<String> look() {
        List<String> lines = new ArrayList<>(status(top));
        try {
            if (devices.hasMgr()) {
                lines.addAll(status(devices.mgr()));
            }
            Sysfs sysfs = sysfs();
            if (sysfs != null) {
                addFiles(sysfs, "", lines);
            }
        } catch (TableException | TargetException | SysfsException e) {
            throw new IllegalStateException("what is there can be looked at", e);
        }
        return lines;
    }

    private static List<String> status(MappedDevice device) {
        List<String> lines = new ArrayList<>();
        for (StatusType type : StatusType.values()) {
            device.status(type).stream().flatMap(String::lines).forEach(line -> lines.add(type + " " + line));
        }
        return lines;
    }

    private static void addFiles(Sysfs sysfs, String directory, List<String> lines) throws SysfsException {
        for (Map.Entry<String, Sysfs.Kind> entry : sysfs.list(directory).entrySet()) {
            String path = directory.isEmpty() ? entry.getKey() : directory + "/" + entry.getKey();
            switch (entry.getValue()) {
                case DIRECTORY -> {
                    lines.add(path + "/");
                    addFiles(sysfs, path, lines);
                }
                case READ_ONLY, READ_WRITE -> lines.add(path + ": " + sysfs.read(path).strip());
                case LINK -> lines.add(path + " -> " + sysfs.readLink(path));
            }
        }
    }
}
