/** I/O logs: what a run of the reference records, and what dm-log-writes recorded of a real driver. */
package powercut.crash.log;
