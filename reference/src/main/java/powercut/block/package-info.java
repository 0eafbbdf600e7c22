/**
 * The block layer as the drivers see it: bios, devices, limits, and a disk with a volatile write cache.
 *
 * <p>Unless a name says otherwise, positions and lengths are sectors of 512 bytes.
 */
package powercut.block;
