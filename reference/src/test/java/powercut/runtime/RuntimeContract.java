package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What a driver may rely on, whichever runtime it is on. A program runs many times, under as many schedules as the
 * runtime can.
 */
interface RuntimeContract {
    /** Runs the program as a task, again and again; fails if it, or any task or handler, throws. */
    void everyTime(Consumer<Runtime> program);

    @Test
    default void mutexExcludes() {
        everyTime(runtime -> {
            Mutex mutex = runtime.mutex("count");
            int[] count = {0};
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(runtime.spawn("task " + i, () -> {
                    for (int round = 0; round < 3; round++) {
                        mutex.lock();
                        int before = count[0];
                        runtime.reschedule();
                        count[0] = before + 1;
                        mutex.unlock();
                    }
                }));
            }
            tasks.forEach(Task::join);
            assertThat(count[0]).isEqualTo(9);
        });
    }

    @Test
    default void mutexKnowsItsHolder() {
        everyTime(runtime -> {
            Mutex mutex = runtime.mutex("commit");
            mutex.lock();
            assertThat(mutex.heldByCurrentTask()).isTrue();
            runtime.spawn("other", () -> {
                assertThat(mutex.heldByCurrentTask()).isFalse();
                assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("commit");
            }).join();
            assertThatThrownBy(mutex::lock).isInstanceOf(IllegalStateException.class).hasMessageContaining("again");
            mutex.unlock();
            assertThat(mutex.heldByCurrentTask()).isFalse();
        });
    }

    @Test
    default void awaitReturnsOnceItsConditionHolds() {
        everyTime(runtime -> {
            WaitQueue queue = runtime.waitQueue("free entries");
            AtomicInteger free = new AtomicInteger();
            runtime.spawn("endio", () -> {
                for (int i = 0; i < 3; i++) {
                    free.incrementAndGet();
                    queue.wakeAll();
                }
            });
            queue.await("3 entries", () -> free.get() == 3);
            assertThat(free).hasValue(3);
        });
    }

    @Test
    default void sleepMissesNoWakeAfterItsRelease() {
        everyTime(runtime -> {
            Mutex mutex = runtime.mutex("tokens");
            WaitQueue queue = runtime.waitQueue("tokens");
            int[] tokens = {0};
            List<Task> takers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                takers.add(runtime.spawn("taker " + i, () -> {
                    mutex.lock();
                    while (tokens[0] == 0) {
                        queue.sleep("a token", mutex);
                        assertThat(mutex.heldByCurrentTask()).isTrue();
                    }
                    tokens[0]--;
                    mutex.unlock();
                }));
            }
            for (int i = 0; i < 3; i++) {
                mutex.lock();
                tokens[0]++;
                queue.wakeOne();
                mutex.unlock();
            }
            takers.forEach(Task::join);
            assertThat(tokens[0]).isZero();
            assertThat(queue.active()).isFalse();
        });
    }

    @Test
    default void wakeOneWakesWhoWaitsLongest() {
        everyTime(runtime -> {
            Mutex mutex = runtime.mutex("order");
            WaitQueue queue = runtime.waitQueue("order");
            Completion[] asleep = {runtime.completion("first asleep"), runtime.completion("second asleep")};
            Completion[] awake = {runtime.completion("first awake"), runtime.completion("second awake")};
            for (int i = 0; i < 2; i++) {
                int index = i;
                runtime.spawn("sleeper " + i, () -> {
                    mutex.lock();
                    asleep[index].complete();
                    queue.sleep("its turn", mutex);
                    mutex.unlock();
                    awake[index].complete();
                });
                asleep[i].await();
                mutex.lock(); // is free only once the sleeper sleeps
                mutex.unlock();
            }
            assertThat(queue.active()).isTrue();
            queue.wakeOne();
            awake[0].await();
            assertThat(awake[1].isComplete()).isFalse();
            queue.wakeOne();
            awake[1].await();
            assertThat(queue.wakes()).isEqualTo(2);
        });
    }

    @Test
    default void completionMayComeBeforeAwait() {
        everyTime(runtime -> {
            Completion early = runtime.completion("early");
            Completion late = runtime.completion("late");
            early.complete();
            early.await();
            assertThat(early.isComplete()).isTrue();
            assertThat(late.isComplete()).isFalse();
            runtime.interrupt("disk", late::complete);
            late.await();
        });
    }

    @Test
    default void workNeverRunsBesideItselfAndRunsOnceMoreIfQueuedWhileRunning() {
        everyTime(runtime -> {
            WorkQueue queue = runtime.workQueue("writeback");
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger runs = new AtomicInteger();
            Completion begun = runtime.completion("begun");
            Completion go = runtime.completion("go");
            WorkQueue.Work work = queue.work("flush", () -> {
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                begun.complete();
                go.await();
                runs.incrementAndGet();
                inside.decrementAndGet();
            });
            work.queue();
            begun.await();
            work.queue();
            work.queue();
            go.complete();
            queue.drain();
            assertThat(runs).hasValue(2);
        });
    }

    @Test
    default void itemsOfOneQueueRunAtTheSameTime() {
        everyTime(runtime -> {
            WorkQueue queue = runtime.workQueue("endio");
            Completion second = runtime.completion("second");
            queue.work("waits", second::await).queue();
            queue.work("completes", second::complete).queue();
            queue.drain();
            assertThat(second.isComplete()).isTrue();
        });
    }

    @Test
    default void flushWaitsForWhatIsQueuedAndDrainAlsoForWhatIsQueuedAgain() {
        everyTime(runtime -> {
            WorkQueue queue = runtime.workQueue("writeback");
            AtomicInteger runs = new AtomicInteger();
            AtomicReference<WorkQueue.Work> self = new AtomicReference<>();
            self.set(queue.work("again", () -> {
                if (runs.incrementAndGet() < 5) {
                    self.get().queue();
                }
            }));
            self.get().queue();
            queue.flush();
            assertThat(runs.get()).isPositive();
            queue.drain();
            assertThat(runs).hasValue(5);
            queue.flush();
        });
    }

    @Test
    default void timerExpiresOnceWhenItWasMovedThere() {
        everyTime(runtime -> {
            AtomicInteger expiries = new AtomicInteger();
            Completion expired = runtime.completion("expired");
            Timer timer = runtime.timer("autocommit", () -> {
                expiries.incrementAndGet();
                expired.complete();
            });
            timer.arm(3_600_000);
            assertThat(timer.pending()).isTrue();
            timer.arm(1);
            expired.await();
            timer.cancelSync();
            assertThat(timer.pending()).isFalse();
            assertThat(runtime.nowMs()).isBetween(1L, 3_000_000L);
            assertThat(expiries).hasValue(1);
        });
    }

    @Test
    default void cancelledTimerDoesNotExpire() {
        everyTime(runtime -> {
            AtomicBoolean expired = new AtomicBoolean();
            Completion later = runtime.completion("later");
            Timer timer = runtime.timer("cancelled", () -> expired.set(true));
            Timer other = runtime.timer("later", later::complete);
            timer.arm(500);
            timer.cancel();
            other.arm(1);
            later.await();
            assertThat(timer.pending()).isFalse();
            assertThat(expired).isFalse();
        });
    }

    @Test
    default void cancelSyncStopsATimerThatArmsItself() {
        everyTime(runtime -> {
            AtomicReference<Timer> self = new AtomicReference<>();
            AtomicInteger expiries = new AtomicInteger();
            Completion first = runtime.completion("first");
            self.set(runtime.timer("periodic", () -> {
                expiries.incrementAndGet();
                self.get().arm(0);
                first.complete();
            }));
            self.get().arm(0);
            first.await();
            self.get().cancelSync();
            int atCancel = expiries.get();
            assertThat(self.get().pending()).isFalse();
            runtime.reschedule();
            assertThat(expiries).hasValue(atCancel);
        });
    }

    @Test
    default void joinReturnsAfterTheBody() {
        everyTime(runtime -> {
            boolean[] ended = {false};
            Task task = runtime.spawn("kthread", () -> {
                runtime.reschedule();
                ended[0] = true;
            });
            task.join();
            assertThat(ended[0]).isTrue();
            task.join();
        });
    }

    @Test
    default void interruptContextMustNotBlock() {
        everyTime(runtime -> {
            Mutex mutex = runtime.mutex("commit");
            WaitQueue queue = runtime.waitQueue("queue");
            WorkQueue workQueue = runtime.workQueue("work");
            Completion done = runtime.completion("done");
            List<Runnable> blocking = List.of(mutex::lock, () -> queue.await("nothing", () -> true),
                    () -> queue.sleep("nothing", mutex), done::await, workQueue::drain, workQueue::flush,
                    runtime::reschedule, runtime.timer("timer", () -> {})::cancelSync);
            AtomicInteger refused = new AtomicInteger();
            runtime.interrupt("disk", () -> {
                for (Runnable call : blocking) {
                    assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("interrupt context must not block");
                    refused.incrementAndGet();
                }
                done.complete();
            });
            done.await();
            assertThat(refused).hasValue(blocking.size());
        });
    }
}
