package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Programs that must be caught: each hangs, or would on real threads now and then, and the report says why. */
class StuckRunTest {
    @Test
    void twoMutexesInOppositeOrderDeadlock() {
        assertReported(runtime -> {
            Mutex commit = runtime.mutex("commit");
            Mutex freelist = runtime.mutex("freelist");
            Completion turn = runtime.completion("turn");
            commit.lock();
            runtime.spawn("writeback", () -> {
                freelist.lock();
                turn.complete();
                commit.lock();
            });
            turn.await();
            freelist.lock();
        }, """
                deadlock after 6 steps: main cannot run and nothing else can happen
                  main       waits for mutex freelist, held by writeback
                  writeback  waits for mutex commit, held by main
                """);
    }

    @Test
    void conditionMadeTrueWithoutAWakeIsALostWakeUp() {
        assertReported(runtime -> {
            WaitQueue queue = runtime.waitQueue("freelist wait");
            boolean[] free = {false};
            runtime.spawn("endio", () -> free[0] = true);
            queue.await("a free entry", () -> free[0]);
        }, """
                deadlock after 2 steps: main cannot run and nothing else can happen
                  main  waits on freelist wait: a free entry; lost wake-up: its condition already holds
                """);
    }

    @Test
    void everyKindOfWaitIsNamed() {
        assertReported(runtime -> {
            Mutex mutex = runtime.mutex("commit");
            WaitQueue queue = runtime.waitQueue("freelist wait");
            WorkQueue workQueue = runtime.workQueue("writeback");
            Completion bio = runtime.completion("bio");
            WorkQueue.Work work = workQueue.work("flush", bio::await);
            work.queue();
            runtime.spawn("sleeper", () -> {
                mutex.lock();
                queue.sleep("an entry", mutex);
            });
            runtime.spawn("drainer", workQueue::drain);
            runtime.spawn("flusher", workQueue::flush);
            runtime.spawn("holder", mutex::lock);
            runtime.spawn("next", mutex::lock);
            runtime.spawn("idle", () -> {});
            runtime.spawn("waiter", bio::await).join();
        }, """
                deadlock after 19 steps: main cannot run and nothing else can happen
                  main     waits for task waiter to end
                  flush    waits for completion bio
                  sleeper  waits on freelist wait: an entry
                  drainer  waits until work queue writeback is drained
                  flusher  waits until work queue writeback is flushed
                  next     waits for mutex commit, held by holder, which has ended
                  waiter   waits for completion bio
                """);
    }

    @Test
    void runWithoutEndIsStoppedWithItsLastSteps() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser(), 22);
        assertThatThrownBy(() -> runtime.run(() -> {
            Timer[] timer = {null};
            timer[0] = runtime.timer("autocommit", () -> timer[0].arm(1000));
            timer[0].arm(1000);
            runtime.completion("never").await();
        })).isInstanceOf(LivelockException.class).hasMessage("""
                livelock: no end after 22 steps; the last were
                  3 timer autocommit: returns -> timer autocommit at 3000 ms
                  4 timer autocommit: returns -> timer autocommit at 4000 ms
                  5 timer autocommit: returns -> timer autocommit at 5000 ms
                  6 timer autocommit: returns -> timer autocommit at 6000 ms
                  7 timer autocommit: returns -> timer autocommit at 7000 ms
                  8 timer autocommit: returns -> timer autocommit at 8000 ms
                  9 timer autocommit: returns -> timer autocommit at 9000 ms
                  10 timer autocommit: returns -> timer autocommit at 10000 ms
                  11 timer autocommit: returns -> timer autocommit at 11000 ms
                  12 timer autocommit: returns -> timer autocommit at 12000 ms
                  13 timer autocommit: returns -> timer autocommit at 13000 ms
                  14 timer autocommit: returns -> timer autocommit at 14000 ms
                  15 timer autocommit: returns -> timer autocommit at 15000 ms
                  16 timer autocommit: returns -> timer autocommit at 16000 ms
                  17 timer autocommit: returns -> timer autocommit at 17000 ms
                  18 timer autocommit: returns -> timer autocommit at 18000 ms
                  19 timer autocommit: returns -> timer autocommit at 19000 ms
                  20 timer autocommit: returns -> timer autocommit at 20000 ms
                  21 timer autocommit: returns -> timer autocommit at 21000 ms
                  22 timer autocommit: returns -> timer autocommit at 22000 ms
                """.stripTrailing());
    }

    private static void assertReported(Consumer<Runtime> program, String text) {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        assertThatThrownBy(() -> runtime.run(() -> program.accept(runtime)))
                .isInstanceOf(DeadlockException.class).hasMessage(text.stripTrailing());
    }
}
