/**
 * Races of the writecache target on real threads. Each class is one guarantee: two actors, what they may see, and why.
 *
 * <p>{@link powercut.stress.StressTest} runs them in jcstress; {@link powercut.stress.RacesInSimulationTest} runs the
 * same classes on the simulated runtime, where a target that breaks the guarantee is caught every time.
 */
package powercut.stress;
