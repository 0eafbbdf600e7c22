package powercut.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
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
