package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ThreadRuntimeTest implements RuntimeContract {
    private static final int TIMES = 50;
    private final ThreadRuntime runtime = new ThreadRuntime();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Override
    public void everyTime(Consumer<Runtime> program) {
        for (int i = 0; i < TIMES; i++) {
            program.accept(runtime);
        }
        assertThat(runtime.failure()).isNull();
    }

    @Test
    void firstFailureOfATaskIsKeptAndGivenToTheHandler() {
        Throwable[] given = {null};
        try (ThreadRuntime other = new ThreadRuntime(thrown -> given[0] = thrown)) {
            other.spawn("bad", () -> {
                throw new IllegalArgumentException("bad entry");
            }).join();
            assertThat(other.failure()).hasMessage("bad entry");
            assertThat(given[0]).isSameAs(other.failure());
        }
    }

    @Test
    void noWakeIsMissedInManyHandOvers() {
        int rounds = 5_000;
        WaitQueue queue = runtime.waitQueue("turn");
        AtomicInteger turn = new AtomicInteger();
        Task odd = runtime.spawn("odd", () -> takeTurns(queue, turn, 1, rounds));
        takeTurns(queue, turn, 0, rounds);
        odd.join();
        assertThat(turn).hasValue(2 * rounds);
        assertThat(runtime.failure()).isNull();
    }

    private static void takeTurns(WaitQueue queue, AtomicInteger turn, int mine, int rounds) {
        for (int i = 0; i < rounds; i++) {
            queue.await("my turn", () -> turn.get() % 2 == mine);
            turn.incrementAndGet();
            queue.wakeOne();
        }
    }

    @Test
    void completionsRaceOnTwoInterruptThreads() {
        Completion second = runtime.completion("second");
        Completion first = runtime.completion("first");
        runtime.interrupt("spins", () -> {
            while (!second.isComplete()) {
                Thread.onSpinWait();
            }
            first.complete();
        });
        runtime.interrupt("completes", second::complete);
        first.await();
        assertThat(runtime.failure()).isNull();
    }

    @Test
    void closeStopsTasksThatWait() {
        ThreadRuntime other = new ThreadRuntime();
        Completion never = other.completion("never");
        Mutex mutex = other.mutex("held");
        WaitQueue queue = other.waitQueue("queue");
        Completion[] begun = {other.completion("a"), other.completion("b"), other.completion("c")};
        other.spawn("a", () -> {
            begun[0].complete();
            never.await();
        });
        other.spawn("b", () -> {
            begun[1].complete();
            queue.await("never", () -> false);
        });
        mutex.lock();
        other.workQueue("work").work("c", () -> {
            begun[2].complete();
            mutex.lock();
        }).queue();
        for (Completion each : begun) {
            each.await();
        }
        other.close();
        assertThat(other.failure()).isNull();
    }

    @Test
    void waitingThreadThatIsInterruptedStopsWithAnError() {
        Completion never = runtime.completion("never");
        Thread.currentThread().interrupt();
        assertThatThrownBy(never::await).isInstanceOf(Error.class).hasMessageContaining("await never");
        assertThat(Thread.interrupted()).isTrue();
    }
}
