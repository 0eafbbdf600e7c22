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
 * list until the thread takes it.
 *
 * <p>It is started with its first work, not by the constructor of the target: a constructor that refuses has nothing to
 * stop.
 */
public class Kthread<T> {
    private final Runtime runtime;
    private final String name;
    private final Consumer<List<T>> body;
    private final WaitQueue wait;
    private final Queue<T> list = new ConcurrentLinkedQueue<>();
    private volatile boolean shouldStop;
    private Task task; // null until started

    /** @param body takes everything that was on the list, in order, in task context */
    protected Kthread(Runtime runtime, String name, Consumer<List<T>> body) {
        this.runtime = runtime;
        this.name = name;
        this.body = body;
        this.wait = runtime.waitQueue(name);
    }

    /** Starts the thread if it does not run; before the first {@link #add}. Task context, one caller at a time. */
    final void start() {
        if (task == null) {
            task = runtime.spawn(name, this::run);
        }
    }

    /** Any context. */
    final void add(T item) {
        list.add(item);
        wait.wakeAll();
    }

    /** kthread_stop: the list must be empty. */
    final void stop() {
        if (task != null) {
            shouldStop = true;
            wait.wakeAll();
            task.join();
        }
    }

    private void run() {
        while (true) {
            waitForWork(wait);
            List<T> batch = takeAll();
            if (batch.isEmpty()) {
                return;
            }
            body.accept(batch);
        }
    }

    /** Sleeps until there is work or an end to it: whatever else wakes the thread up is not meant for it (WC-26). */
    protected void waitForWork(WaitQueue queue) {
        queue.await("work", this::hasWork);
    }

    /** Whether there is something to take, or the thread is to stop. */
    protected final boolean hasWork() {
        return shouldStop || !list.isEmpty();
    }

    private List<T> takeAll() {
        List<T> all = new ArrayList<>();
        for (T item = list.poll(); item != null; item = list.poll()) {
            all.add(item);
        }
        return all;
    }
}
