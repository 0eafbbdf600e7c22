package powercut.sysfs;

/** A target whose module has a tree: how tests and workloads get from a mapped device to the files. */
public interface HasSysfs {
    /** The tree, from the directory of the module on. */
    Sysfs sysfs();
}
