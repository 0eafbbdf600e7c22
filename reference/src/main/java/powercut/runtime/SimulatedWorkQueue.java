package powercut.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A work queue of a simulated run: each item has a worker task of its own, which waits, idle, until the item is queued.
 */
final class SimulatedWorkQueue implements WorkQueue {
    private final Scheduler scheduler;
    private final String name;
    private final List<SimulatedWork> items = new ArrayList<>(); // those ever queued
    private final TaskQueue waiters = new TaskQueue(); // who flushes or drains

    SimulatedWorkQueue(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    @Override
    public Work work(String workName, Runnable body) {
        return new SimulatedWork(workName, body);
    }

    @Override
    public void flush() {
        int count = items.size();
        long[] runs = new long[count];
        for (int i = 0; i < count; i++) {
            runs[i] = items.get(i).runsDue();
        }
        scheduler.await(waiters, "flush", name, () -> "waits until work queue " + name + " is flushed", () -> {
            for (int i = 0; i < count; i++) {
                if (items.get(i).finishedRuns < runs[i]) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public void drain() {
        scheduler.await(waiters, "drain", name, () -> "waits until work queue " + name + " is drained", () -> {
            for (SimulatedWork item : items) {
                if (item.queued || item.running) {
                    return false;
                }
            }
            return true;
        });
    }

    /** How often each item has run, in words. */
    Stream<String> runs() {
        return items.stream().map(item -> "work item " + item.worker.name + " has run " + item.finishedRuns
                + (item.finishedRuns == 1 ? " time" : " times"));
    }

    private final class SimulatedWork implements Work {
        private final SimulatedTask worker;
        private final Runnable body;
        private boolean known; // is among the items
        private boolean queued;
        private boolean running;
        private long finishedRuns;

        SimulatedWork(String workName, Runnable body) {
            this.worker = scheduler.newTask(workName, this::work);
            this.body = body;
        }

        @Override
        public void queue() {
            if (!known) {
                known = true;
                items.add(this);
            }
            if (!queued && !running) {
                scheduler.enabled().add(worker);
            }
            queued = true;
            scheduler.point("queue", worker.name);
        }

        /** How many runs will have finished when what is queued or running now has. */
        long runsDue() {
            return finishedRuns + (running ? 1 : 0) + (queued ? 1 : 0);
        }

        private void work() {
            while (true) {
                queued = false;
                running = true;
                body.run();
                running = false;
                finishedRuns++;
                scheduler.wakeAll(waiters);
                if (queued) {
                    scheduler.endTurn("runs again", "");
                } else {
                    scheduler.idle("ends", "");
                }
            }
        }
    }
}
