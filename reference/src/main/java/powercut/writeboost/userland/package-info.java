/**
 * What ran beside dm-writeboost in user space: the daemon that watches the load of the backing devices. It sees the
 * sysfs tree, disk statistics and a clock, and nothing of the driver.
 */
package powercut.writeboost.userland;
