package powercut.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * A work queue on real threads: an item that is queued borrows a thread of the runtime until it is neither queued nor
 * running.
 */
final class ThreadWorkQueue implements WorkQueue {
    private final ThreadRuntime runtime;
    private final String name;
    private final List<ThreadWork> items = new ArrayList<>(); // those ever queued; guarded by this, as the items' state

    ThreadWorkQueue(ThreadRuntime runtime, String name) {
        this.runtime = runtime;
        this.name = name;
    }

    @Override
    public Work work(String workName, Runnable body) {
        return new ThreadWork(body);
    }

    @Override
    public synchronized void flush() {
        ThreadRuntime.requireTask("flush " + name);
        int count = items.size();
        long[] runs = new long[count];
        for (int i = 0; i < count; i++) {
            runs[i] = items.get(i).runsDue();
        }
        for (int i = 0; i < count; i++) {
            while (items.get(i).finishedRuns < runs[i]) {
                awaitChange("flush");
            }
        }
    }

    @Override
    public synchronized void drain() {
        ThreadRuntime.requireTask("drain " + name);
        while (items.stream().anyMatch(item -> item.queued || item.running)) {
            awaitChange("drain");
        }
    }

    private void awaitChange(String what) {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThreadRuntime.Stopped(what + " " + name);
        }
    }

    private final class ThreadWork implements Work {
        private final Runnable body;
        private boolean known; // is among the items
        private boolean queued;
        private boolean hasThread; // from the first queue until neither queued nor running
        private boolean running; // the body
        private long finishedRuns;

        ThreadWork(Runnable body) {
            this.body = body;
        }

        @Override
        public void queue() {
            synchronized (ThreadWorkQueue.this) {
                queued = true;
                if (!known) {
                    known = true;
                    items.add(this);
                }
                if (hasThread) {
                    return;
                }
                hasThread = true;
            }
            runtime.execute(this::work);
        }

        /** How many runs will have finished when what is queued or running now has. */
        long runsDue() {
            return finishedRuns + (running ? 1 : 0) + (queued ? 1 : 0);
        }

        private void work() {
            boolean more = true;
            while (more) {
                synchronized (ThreadWorkQueue.this) {
                    queued = false;
                    running = true;
                }
                runtime.guard(body);
                synchronized (ThreadWorkQueue.this) {
                    running = false;
                    finishedRuns++;
                    more = queued;
                    hasThread = more;
                    ThreadWorkQueue.this.notifyAll();
                }
            }
        }
    }
}
