package powercut.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides what happens next in a simulated run. Tasks come here at each scheduling point; here handlers run and the
 * baton passes.
 *
 * <p>Invariant: one thread has the baton, it is that of {@link #current}, and only it touches anything of the run.
 * Hence nothing here is volatile or locked; passing the baton orders memory.
 */
final class Scheduler {
    private final ChoiceList choices;
    private final Executor threads;
    private final StepLog log;
    private final Enabled enabled = new Enabled();
    private final List<SimulatedTask> started = new ArrayList<>(); // main, then in the order of first being chosen
    private final SimulatedTask main;
    private final RunEnd end = new RunEnd();

    private SimulatedTask current;
    private String handlerName; // the handler that runs now, null in task context
    private long lastId;
    private long nowMs;
    private boolean running; // inside run()

    Scheduler(Chooser chooser, long stepBound, Consumer<String> trace, Executor threads) {
        this.choices = new ChoiceList(chooser);
        this.log = new StepLog(stepBound, trace);
        this.threads = threads;
        this.main = new SimulatedTask(this, 0, "main", null);
        this.current = main;
        enabled.add(main);
    }

    /** Runs {@code body} as the main task; afterwards no other thread does anything. */
    void run(Runnable body) {
        if (running || end.hasBegun()) {
            throw new IllegalStateException("a simulated runtime runs once");
        }
        running = true;
        main.adopt(Thread.currentThread());
        started.add(main);
        try {
            body.run();
        } catch (Throwable thrown) {
            fail(thrown, "task main");
        }
        end.begin();
        unwindOthers();
        running = false;
        end.throwFailure();
    }

    /** A point where something else may happen although the current task can go on; nothing in interrupt context. */
    void point(String verb, String object) {
        if (running && !end.hasBegun() && handlerName == null) {
            schedule(current, verb, object);
        }
    }

    /**
     * Ends a turn of the current task, which has more to do: a point where going on is not preferred to anything else.
     */
    void endTurn(String verb, String object) {
        if (end.hasBegun()) {
            throw unwound();
        }
        schedule(null, verb, object);
    }

    /** Blocks the current task in {@code queue} until it has been woken and chosen. */
    void block(TaskQueue queue, String verb, String object, Supplier<String> waitsFor, BooleanSupplier condition) {
        if (!running) {
            throw new IllegalStateException(verb + " " + object + " would block outside of run()");
        }
        if (end.hasBegun()) {
            throw unwound();
        }
        SimulatedTask self = current;
        self.waitsFor = waitsFor;
        self.condition = condition;
        queue.add(self);
        enabled.remove(self);
        schedule(null, verb, object);
        self.waitsFor = null;
    }

    /** Blocks until {@code condition} holds. Who makes it true wakes {@code queue}. */
    void await(TaskQueue queue, String verb, String object, Supplier<String> waitsFor, BooleanSupplier condition) {
        requireTask(verb, object);
        if (condition.getAsBoolean()) {
            point(verb, object);
        }
        while (!condition.getAsBoolean()) {
            block(queue, verb, object, waitsFor, condition);
        }
    }

    /** Lets the current task rest, waiting for nothing that a report should name, until somebody enables it. */
    void idle(String verb, String object) {
        enabled.remove(current);
        endTurn(verb, object);
    }

    /** Makes everybody in {@code queue} runnable; not a scheduling point. */
    void wakeAll(TaskQueue queue) {
        for (SimulatedTask task = queue.poll(); task != null; task = queue.poll()) {
            enabled.add(task);
        }
    }

    /** The current task, which is {@code done}, gives the baton away for good. */
    void end(SimulatedTask task, Throwable thrown) {
        if (thrown != null) {
            fail(thrown, "task " + task.name);
        }
        enabled.remove(task);
        SimulatedTask next = end.hasBegun() ? null : chooseTask(null, "ends", "");
        pass(next == null ? main : next);
    }

    void requireTask(String verb, String object) {
        if (handlerName != null) {
            throw new IllegalStateException(verb + " " + object + " in " + handlerName
                    + ": interrupt context must not block");
        }
    }

    void addInterrupt(String name, Runnable handler) {
        enabled.add(new Enabled.PendingInterrupt(newId(), name, handler));
        point("interrupt", name);
    }

    SimulatedTask newTask(String name, Runnable body) {
        return new SimulatedTask(this, newId(), name, body);
    }

    long newId() {
        return ++lastId;
    }

    Enabled enabled() {
        return enabled;
    }

    /** The task that runs now; null in interrupt context. */
    SimulatedTask current() {
        return handlerName == null ? current : null;
    }

    Executor threads() {
        return threads;
    }

    boolean ending() {
        return end.hasBegun();
    }

    long nowMs() {
        return nowMs;
    }

    int[] choices() {
        return choices.toArray();
    }

    private void schedule(SimulatedTask goingOn, String verb, String object) {
        SimulatedTask self = current;
        SimulatedTask next = chooseTask(goingOn, verb, object);
        if (next == null) {
            throw unwound();
        }
        if (next != self) {
            pass(next);
            self.pause();
            if (end.hasBegun()) {
                throw unwound();
            }
        }
    }

    /**
     * Runs handlers until a task is chosen; null if the run must end. {@code goingOn}: the current task, if it can go
     * on.
     */
    private SimulatedTask chooseTask(SimulatedTask goingOn, String verb, String object) {
        String who = current.name;
        String does = verb;
        String what = object;
        while (true) {
            enabled.setCurrent(goingOn);
            if (enabled.size() == 0) {
                end.fail(DeadlockException.of(log.steps(), started));
                return null;
            }
            int index = ask();
            if (!end.hasBegun() && !log.count(who, does, what, enabled, index)) {
                end.fail(log.livelock());
            }
            if (end.hasBegun()) {
                return null;
            }
            Chooser.Kind kind = enabled.kind(index);
            if (kind == Chooser.Kind.TASK) {
                return enabled.task(index);
            }
            who = kind == Chooser.Kind.TIMER ? runTimer() : runInterrupt(index);
            if (end.hasBegun()) {
                return null;
            }
            does = "returns";
            what = "";
        }
    }

    /** The next choice; a chooser that refuses ends the run. */
    private int ask() {
        try {
            return choices.next(enabled);
        } catch (RuntimeException | Error refusal) {
            fail(refusal, "choice " + choices.count());
            return 0;
        }
    }

    private String runInterrupt(int index) {
        Enabled.PendingInterrupt interrupt = enabled.takeInterrupt(index);
        String name = "interrupt " + interrupt.name();
        runHandler(name, interrupt.handler());
        return name;
    }

    private String runTimer() {
        SimulatedTimer timer = enabled.firstTimer();
        String name = "timer " + timer.name();
        nowMs = Math.max(nowMs, timer.deadlineMs());
        runHandler(name, timer.expire());
        return name;
    }

    private void runHandler(String name, Runnable handler) {
        handlerName = name;
        try {
            handler.run();
        } catch (Throwable thrown) {
            fail(thrown, name);
        } finally {
            handlerName = null;
        }
    }

    private void pass(SimulatedTask next) {
        current = next;
        if (!next.started()) {
            started.add(next);
        }
        try {
            next.resume();
        } catch (RuntimeException | Error noThread) {
            next.done = true;
            fail(noThread, "start of task " + next.name);
            current = main;
            main.resume();
        }
    }

    private void fail(Throwable thrown, String where) {
        end.fail(thrown, where, log.steps());
    }

    private RuntimeException unwound() {
        return end.unwound(current == main);
    }

    private void unwindOthers() {
        for (int i = 1; i < started.size(); i++) {
            SimulatedTask task = started.get(i);
            if (!task.done) {
                pass(task);
                main.pause();
            }
        }
        current = main;
    }
}
