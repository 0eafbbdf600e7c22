package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Programs that must be caught, by enumeration and by random schedules, each beside the corrected one that must not be.
 */
class BuggyProgramTest {
    private static final int PREEMPTIONS = 2;
    private static final int SEEDS = 300;

    @Test
    void updateWithoutTheMutexIsLost() {
        assertCaught(AssertionError.class, runtime -> updates(runtime, false), runtime -> updates(runtime, true));
    }

    @Test
    void conditionTestedWithoutTheMutexOfTheSleepMissesTheWake() {
        assertCaught(DeadlockException.class, runtime -> testThenSleep(runtime, false),
                runtime -> testThenSleep(runtime, true));
    }

    @Test
    void wakeBeforeTheConditionIsTrueWakesInVain() {
        assertCaught(DeadlockException.class, runtime -> wakes(runtime, true), runtime -> wakes(runtime, false));
    }

    @Test
    void wakeOneIsNotEnoughForTwoWaiters() {
        assertCaught(DeadlockException.class, runtime -> twoWaiters(runtime, WaitQueue::wakeOne),
                runtime -> twoWaiters(runtime, WaitQueue::wakeAll));
    }

    @Test
    void mutexesInOppositeOrderDeadlock() {
        assertCaught(DeadlockException.class, runtime -> twoMutexes(runtime, true),
                runtime -> twoMutexes(runtime, false));
    }

    @Test
    void completionsInAnUnexpectedOrderAreFound() {
        assertCaught(AssertionError.class, runtime -> {
            StringBuilder order = new StringBuilder();
            Completion second = runtime.completion("second");
            runtime.interrupt("data write", () -> order.append("data "));
            runtime.interrupt("metadata write", () -> {
                order.append("metadata");
                second.complete();
            });
            second.await();
            assertThat(order).hasToString("data metadata");
        }, runtime -> {
            Completion first = runtime.completion("first");
            Completion second = runtime.completion("second");
            runtime.interrupt("data write", first::complete);
            first.await();
            runtime.interrupt("metadata write", second::complete);
            second.await();
        });
    }

    private static void updates(Runtime runtime, boolean locked) {
        Mutex mutex = runtime.mutex("count");
        int[] count = {0};
        Runnable increment = () -> {
            if (locked) {
                mutex.lock();
            }
            int before = count[0];
            runtime.reschedule();
            count[0] = before + 1;
            if (locked) {
                mutex.unlock();
            }
        };
        Task other = runtime.spawn("other", increment);
        increment.run();
        other.join();
        assertThat(count[0]).isEqualTo(2);
    }

    private static void testThenSleep(Runtime runtime, boolean testedUnderMutex) {
        Mutex mutex = runtime.mutex("free");
        WaitQueue queue = runtime.waitQueue("free");
        boolean[] free = {false};
        runtime.spawn("endio", () -> {
            mutex.lock();
            free[0] = true;
            queue.wakeAll();
            mutex.unlock();
        });
        if (testedUnderMutex) {
            mutex.lock();
            if (!free[0]) {
                queue.sleep("an entry", mutex);
            }
            mutex.unlock();
        } else if (!free[0]) {
            mutex.lock();
            queue.sleep("an entry", mutex);
            mutex.unlock();
        }
    }

    private static void wakes(Runtime runtime, boolean tooEarly) {
        WaitQueue queue = runtime.waitQueue("free");
        boolean[] free = {false};
        runtime.spawn("endio", () -> {
            if (tooEarly) {
                queue.wakeAll();
            }
            free[0] = true;
            if (!tooEarly) {
                queue.wakeAll();
            }
        });
        queue.await("an entry", () -> free[0]);
    }

    private static void twoWaiters(Runtime runtime, Consumer<WaitQueue> wake) {
        WaitQueue queue = runtime.waitQueue("resumed");
        boolean[] resumed = {false};
        Task other = runtime.spawn("other", () -> queue.await("resume", () -> resumed[0]));
        runtime.interrupt("resume", () -> {
            resumed[0] = true;
            wake.accept(queue);
        });
        queue.await("resume", () -> resumed[0]);
        other.join();
    }

    private static void twoMutexes(Runtime runtime, boolean opposite) {
        Mutex first = runtime.mutex("first");
        Mutex second = runtime.mutex("second");
        Task other = runtime.spawn("other", () -> both(opposite ? second : first, opposite ? first : second));
        both(first, second);
        other.join();
    }

    private static void both(Mutex outer, Mutex inner) {
        outer.lock();
        inner.lock();
        inner.unlock();
        outer.unlock();
    }

    private static void assertCaught(Class<? extends Throwable> expected, Consumer<Runtime> buggy,
            Consumer<Runtime> correct) {
        assertThat(enumerate(buggy)).isInstanceOf(expected);
        assertThat(sample(buggy)).isInstanceOf(expected);
        assertThat(enumerate(correct)).isNull();
        assertThat(sample(correct)).isNull();
    }

    /** The first failure within the preemption bound; null if there is none. */
    private static Throwable enumerate(Consumer<Runtime> program) {
        ExhaustiveChooser chooser = new ExhaustiveChooser(PREEMPTIONS, Integer.MAX_VALUE);
        Throwable failure = null;
        while (failure == null && chooser.nextRun()) {
            failure = run(chooser, program);
        }
        return failure;
    }

    private static Throwable sample(Consumer<Runtime> program) {
        Throwable failure = null;
        for (int seed = 0; seed < SEEDS && failure == null; seed++) {
            failure = run(new RandomChooser(seed), program);
        }
        return failure;
    }

    private static Throwable run(Chooser chooser, Consumer<Runtime> program) {
        SimulatedRuntime runtime = new SimulatedRuntime(chooser, 10_000);
        try {
            runtime.run(() -> program.accept(runtime));
            return null;
        } catch (RuntimeException | Error failure) {
            return failure;
        }
    }
}
