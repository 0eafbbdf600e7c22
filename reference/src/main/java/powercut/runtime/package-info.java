/**
 * What a driver blocks on: mutex, wait queue, completion, work queue, timer, kernel thread, interrupt.
 *
 * <p>One interface, {@link powercut.runtime.Runtime}, and two implementations: {@link powercut.runtime.ThreadRuntime}
 * on real threads, for stress tests and serving; {@link powercut.runtime.SimulatedRuntime}, in which exactly one task
 * runs at a time and every switch, timer and device completion is a choice of one {@link powercut.runtime.Chooser}. A
 * simulated run is its workload plus its list of choices; the list alone reproduces it bit for bit.
 *
 * <pre>
 *   task context       may block: lock, await, sleep, drain. Kernel threads, work items, and whoever submits a bio.
 *   interrupt context  may not:   bio end handlers and timer handlers. They wake, complete, queue work and arm timers.
 * </pre>
 */
package powercut.runtime;
