/** What the tests of both targets stand on: a machine in a simulated run, and disks that can be watched. */
package powercut.bench;
