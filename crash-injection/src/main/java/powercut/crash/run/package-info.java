/**
 * Runs of the reference: a workload is driven through a target on simulated disks, everything is recorded in one order,
 * and the record is crashed everywhere.
 */
package powercut.crash.run;
