/**
 * After a power failure a sector is a set of possible values. This package is that one idea.
 *
 * <p>{@link powercut.crash.values.SectorSets} keeps, sector by sector, which values there may be; values are numbers
 * that {@link powercut.crash.values.ContentPool} gives to 512-byte contents. The same class is used twice: for what is
 * possible on a medium, and for what the contract admits. A crash state is wrong exactly when a possible value is not
 * admissible.
 */
package powercut.crash.values;
