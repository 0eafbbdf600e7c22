/**
 * The block layer as the drivers see it: bios, devices, limits, a disk with a volatile write cache, and
 * persistent memory.
 *
 * <p>Unless a name says otherwise, positions and lengths are sectors of 512 bytes.
 */
package powercut.block;
