/**
 * The crash explorer: recovery is run on every state in which a power failure can leave the disks, and what it recovers
 * is held against the contract.
 *
 * <p>{@link powercut.crash.explore.CrashExplorer} covers all states without visiting all of them, because a disk read
 * is where a state is decided: {@link powercut.crash.explore.CrashDisk}. {@link powercut.crash.explore.FullEnumeration}
 * visits each, and is what the explorer is checked against.
 */
package powercut.crash.explore;
