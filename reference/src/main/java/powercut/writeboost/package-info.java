/**
 * dm-writeboost 0.1.0: a log-structured write cache on one device in front of several others, the backing devices.
 */
package powercut.writeboost;
