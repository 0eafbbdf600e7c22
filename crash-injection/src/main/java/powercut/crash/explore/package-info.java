/**
 * The crash explorer: recovery is run on every state in which a power failure can leave the disks, and what it recovers
 * is held against the contract.
 *
 * <p>{@link powercut.crash.explore.CrashExplorer} covers all states without visiting all of them, because a disk read
 * is where a state is decided: {@link powercut.crash.explore.CrashMedium}. What a recovered device shows is found out
 * without deciding what nobody has looked at: {@link powercut.crash.explore.Locator}.
 */
package powercut.crash.explore;
