package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SimulatedRuntimeTest {
    @Test
    void sameSeedGivesTheSameChoicesAndTrace() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        List<String> other = new ArrayList<>();
        int[] choices = runBusy(new RandomChooser(7), first);

        assertThat(runBusy(new RandomChooser(7), second)).isEqualTo(choices).isNotEmpty();
        assertThat(second).isEqualTo(first);
        runBusy(new RandomChooser(8), other);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void listOfChoicesReplaysTheTrace() {
        for (int seed = 0; seed < 20; seed++) {
            List<String> recorded = new ArrayList<>();
            List<String> replayed = new ArrayList<>();
            int[] choices = runBusy(new RandomChooser(seed), recorded);
            ReplayChooser replay = new ReplayChooser(choices);
            runBusy(replay, replayed);
            assertThat(replayed).as("seed %d", seed).isEqualTo(recorded);
            assertThat(replay.unused()).isZero();
        }
    }

    @Test
    void seedGivesTheSameChoicesOnEveryJdk() {
        assertThat(runBusy(new RandomChooser(1), new ArrayList<>()))
                .containsExactly(1, 0, 2, 1, 2, 1, 1, 0, 2, 3, 0, 0, 0, 2, 1, 0);
    }

    @Test
    void traceNamesTaskEventAndWhatComesNext() {
        List<String> trace = new ArrayList<>();
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser(), 1000, trace::add);
        runtime.run(() -> {
            Mutex mutex = runtime.mutex("commit");
            Completion done = runtime.completion("done");
            Timer timer = runtime.timer("autocommit", done::complete);
            runtime.spawn("writeback", () -> {
                mutex.lock();
                mutex.unlock();
            });
            mutex.lock();
            runtime.interrupt("disk", () -> timer.arm(1000));
            mutex.unlock();
            done.await();
        });
        assertThat(trace).containsExactly(
                "1 main: spawn writeback",
                "2 main: lock commit",
                "3 main: interrupt disk",
                "4 main: await done -> writeback",
                "5 writeback: lock commit",
                "6 writeback: ends -> interrupt disk",
                "7 interrupt disk: returns -> timer autocommit at 1000 ms",
                "8 timer autocommit: returns -> main");
    }

    @Test
    void flushDoesNotWaitForAnItemThatIsQueuedAgainMeanwhile() {
        run(runtime -> {
            WorkQueue queue = runtime.workQueue("writeback");
            AtomicReference<WorkQueue.Work> self = new AtomicReference<>();
            Completion flushed = runtime.completion("flushed");
            int[] runs = {0};
            self.set(queue.work("twice", () -> {
                if (runs[0]++ == 0) {
                    self.get().queue();
                } else {
                    flushed.await();
                }
            }));
            self.get().queue();
            assertThat(runs[0]).isZero();
            queue.flush(); // a deadlock if it waited for the second run
            flushed.complete();
            queue.drain();
            assertThat(runs[0]).isEqualTo(2);
        });
    }

    @Test
    void taskThatIsNeverChosenCostsNoThread() {
        int[] threads = {0};
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser(), 1000, null, task -> threads[0]++);
        runtime.run(() -> {
            runtime.spawn("kthread", () -> {});
            runtime.workQueue("queue").work("work", () -> {}).queue();
        });
        assertThat(threads[0]).isZero();
    }

    @Test
    void tasksThatAreLeftAreUnwound() {
        List<String> unwound = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser(), 1000, null, body -> {
            threads.add(new Thread(body));
            threads.get(threads.size() - 1).start();
        });
        runtime.run(() -> {
            Mutex mutex = runtime.mutex("mutex");
            WaitQueue queue = runtime.waitQueue("queue");
            runtime.spawn("sleeper", () -> {
                mutex.lock();
                try {
                    queue.sleep("never", mutex);
                } catch (RuntimeException swallowed) {
                    unwound.add("must not get here");
                } finally {
                    mutex.unlock();
                    unwound.add("sleeper");
                }
            });
            runtime.workQueue("work").work("idle", () -> {}).queue();
            runtime.spawn("waiter", () -> {
                try {
                    queue.await("never", () -> false);
                } finally {
                    unwound.add("waiter");
                }
            });
            Completion othersWait = runtime.completion("the others wait");
            runtime.timer("later", othersWait::complete).arm(1);
            othersWait.await();
        });
        assertThat(unwound).containsExactly("sleeper", "waiter");
        assertThat(threads).hasSize(3).allSatisfy(thread -> {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        });
    }

    @Test
    void exceptionOfATaskIsThrownFromRunWithItsName() {
        assertThatThrownBy(() -> run(runtime -> runtime.spawn("writeback", () -> {
            throw new IllegalArgumentException("bad entry");
        }).join()))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("bad entry")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()[0]).hasMessage("in task writeback, step 2"));
    }

    @Test
    void exceptionOfAHandlerIsThrownFromRunWithItsName() {
        assertThatThrownBy(() -> run(runtime -> {
            Mutex mutex = runtime.mutex("commit");
            runtime.interrupt("disk", mutex::lock);
            runtime.completion("never").await();
        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lock commit in interrupt disk: interrupt context must not block")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()[0]).hasMessage("in interrupt disk, step 2"));
    }

    @Test
    void errorOfATaskKeepsItsType() {
        assertThatThrownBy(() -> run(runtime -> {
            WaitQueue queue = runtime.waitQueue("queue");
            runtime.spawn("checker", () -> {
                throw new AssertionError("sector 24");
            });
            queue.await("never", () -> false);
        })).isInstanceOf(AssertionError.class).hasMessage("sector 24");
    }

    @Test
    void undeclaredCheckedExceptionIsNotLost() {
        assertThatThrownBy(() -> run(runtime -> SimulatedRuntimeTest.<RuntimeException>raise(new IOException("disk"))))
                .isInstanceOf(UndeclaredThrowableException.class).hasRootCauseMessage("disk");
    }

    @Test
    void taskThatGetsNoThreadEndsTheRun() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser(), 1000, null, body -> {
            throw new RejectedExecutionException("no more threads");
        });
        assertThatThrownBy(() -> runtime.run(() -> runtime.spawn("kthread", () -> {}).join()))
                .isInstanceOf(RejectedExecutionException.class).hasMessage("no more threads");
    }

    @Test
    void timersExpireByDeadlineAndMoveTime() {
        List<String> order = new ArrayList<>();
        run(runtime -> {
            Completion last = runtime.completion("last");
            runtime.timer("c", () -> {
                order.add("c at " + runtime.nowMs());
                last.complete();
            }).arm(30);
            runtime.timer("a", () -> order.add("a at " + runtime.nowMs())).arm(10);
            runtime.timer("b", () -> order.add("b at " + runtime.nowMs())).arm(10);
            assertThat(runtime.nowMs()).isZero();
            last.await();
        });
        assertThat(order).containsExactly("a at 10", "b at 10", "c at 30");
    }

    @Test
    void outsideOfRunOnlyWhatNeedNotWaitWorks() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        Mutex mutex = runtime.mutex("mutex");
        mutex.lock();
        mutex.unlock();
        runtime.workQueue("queue").drain();
        assertThatThrownBy(runtime.completion("bio")::await).isInstanceOf(IllegalStateException.class)
                .hasMessage("await bio would block outside of run()");
    }

    @Test
    void spuriousWakeUpReachesWhoSleepsAndEndsNoAwait() {
        run(runtime -> {
            Mutex mutex = runtime.mutex("mutex");
            WaitQueue queue = runtime.waitQueue("queue");
            Completion woken = runtime.completion("woken");
            boolean[] done = {false, false};
            runtime.spawn("sleeper", () -> {
                mutex.lock();
                queue.sleep("anything", mutex);
                mutex.unlock();
                woken.complete();
            });
            Task waiter = runtime.spawn("waiter", () -> {
                queue.await("something", () -> done[0]);
                done[1] = true;
            });
            runtime.timer("later", () -> assertThat(runtime.wake("queue")).isTrue()).arm(1);
            woken.await();
            assertThat(done[1]).isFalse();
            done[0] = true;
            queue.wakeAll();
            waiter.join();
            assertThat(runtime.wake("no queue")).isFalse();
            assertThat(runtime.waitQueues()).containsExactly("queue");
        });
    }

    @Test
    void runsOfWorkItemsAreCounted() {
        run(runtime -> {
            WorkQueue queue = runtime.workQueue("queue");
            WorkQueue.Work once = queue.work("once", () -> { });
            WorkQueue.Work twice = queue.work("twice", () -> { });
            queue.work("never", () -> { });
            twice.queue();
            once.queue();
            queue.drain();
            twice.queue();
            queue.drain();
            assertThat(runtime.workRuns()).containsExactly("work item twice has run 2 times",
                    "work item once has run 1 time");
        });
    }

    @Test
    void runtimeRunsOnce() {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        runtime.run(() -> {});
        assertThatThrownBy(() -> runtime.run(() -> {})).isInstanceOf(IllegalStateException.class);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static void run(Consumer<SimulatedRuntime> program) {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        runtime.run(() -> program.accept(runtime));
    }

    /** Uses a bit of everything; returns the choices. */
    private static int[] runBusy(Chooser chooser, List<String> trace) {
        SimulatedRuntime runtime = new SimulatedRuntime(chooser, 10_000, trace::add);
        runtime.run(() -> {
            Mutex mutex = runtime.mutex("mutex");
            WaitQueue queue = runtime.waitQueue("queue");
            AtomicReference<Integer> left = new AtomicReference<>(4);
            Runnable finish = () -> {
                left.set(left.get() - 1);
                queue.wakeAll();
            };
            WorkQueue workQueue = runtime.workQueue("work");
            WorkQueue.Work work = workQueue.work("work", finish);
            runtime.timer("timer", finish).arm(100);
            for (String name : List.of("a", "b")) {
                runtime.spawn(name, () -> {
                    mutex.lock();
                    runtime.interrupt("disk " + name, finish);
                    mutex.unlock();
                });
            }
            work.queue();
            queue.await("all four", () -> left.get() == 0);
            workQueue.drain();
        });
        return runtime.choices();
    }
}
