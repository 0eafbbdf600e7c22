/**
 * A tree of small files that a driver shows its state in and takes its tunables from, as sysfs: directories ({@link
 * powercut.sysfs.Kobject}), files of one value ({@link powercut.sysfs.Attribute}), links, and the errors that reading
 * and writing them by path gives.
 */
package powercut.sysfs;
