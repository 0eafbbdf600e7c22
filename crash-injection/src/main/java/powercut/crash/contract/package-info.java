/**
 * What the upper layer was promised, from three sources: a run of the reference ({@link powercut.crash.run}), a log
 * recorded above a real driver, and the tags of a tagged workload. Each is a {@link powercut.crash.values.SectorSets}
 * of the mapped device: the values that a sector may show after a power failure, and nothing else.
 */
package powercut.crash.contract;
