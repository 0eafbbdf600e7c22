/**
 * The device-mapper core as far as a target can tell: table lines, constructors and their error texts, bio splitting
 * and cloning, suspend and resume, messages, status, and the linear target.
 */
package powercut.dm;
