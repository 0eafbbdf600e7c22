package powercut.writecache;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import powercut.runtime.Runtime;
import powercut.runtime.Task;
import powercut.runtime.WaitQueue;

/**
 * A kernel thread that takes what is on its list: the loop that flush_thread and endio_thread share. Work stays on the
 * list until the thread takes it, whatever woke it up (WC-26).
 *
 * <p>It is started with its first work, not by the constructor of the target: a constructor that refuses has nothing to
 * stop.
 */
final class Kthread<T> {
    private final Runtime runtime;
    private final String name;
    private final Consumer<List<T>> body;
    private final WaitQueue wait;
    private final Queue<T> list = new ConcurrentLinkedQueue<>();
    private volatile boolean shouldStop;
    private Task task; // null until started

    /** @param body takes everything that was on the list, in order, in task context */
    Kthread(Runtime runtime, String name, Consumer<List<T>> body) {
        this.runtime = runtime;
        this.name = name;
        this.body = body;
        this.wait = runtime.waitQueue(name);
    }

    /** Starts the thread if it does not run; before the first {@link #add}. Task context, one caller at a time. */
    void start() {
        if (task == null) {
            task = runtime.spawn(name, this::run);
        }
    }

    /** Any context. */
    void add(T item) {
        list.add(item);
        wait.wakeAll();
    }

    /** kthread_stop: the list must be empty. */
    void stop() {
        if (task != null) {
            shouldStop = true;
            wait.wakeAll();
            task.join();
        }
    }

    private void run() {
        while (true) {
            wait.await("work", () -> shouldStop || !list.isEmpty());
            List<T> batch = takeAll();
            if (batch.isEmpty()) {
                return;
            }
            body.accept(batch);
        }
    }

    private List<T> takeAll() {
        List<T> all = new ArrayList<>();
        for (T item = list.poll(); item != null; item = list.poll()) {
            all.add(item);
        }
        return all;
    }
}
