package powercut.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * What can happen next in a simulated run, in the order that {@link Chooser} documents. The order depends on nothing
 * but the run so far, which is what makes a list of choices reproduce the run.
 */
final class Enabled implements Chooser.Alternatives {
    private final List<SimulatedTask> tasks = new ArrayList<>(); // runnable, by id
    private final List<PendingInterrupt> interrupts = new ArrayList<>(); // in the order of submission
    private final List<SimulatedTimer> timers = new ArrayList<>(); // armed, in the order of arming
    private int current; // where the current task is in tasks; -1 if it cannot go on

    /** A device's report that has not been delivered yet. */
    record PendingInterrupt(long id, String name, Runnable handler) {}

    /**
     * Says which task goes on unless another is chosen, null for none; to be called before the alternatives are looked
     * at.
     */
    void setCurrent(SimulatedTask goingOn) {
        current = goingOn == null ? -1 : tasks.indexOf(goingOn);
    }

    void add(SimulatedTask task) {
        int at = tasks.size();
        while (at > 0 && tasks.get(at - 1).id > task.id) {
            at--;
        }
        if (at == 0 || tasks.get(at - 1) != task) {
            tasks.add(at, task);
        }
    }

    void remove(SimulatedTask task) {
        tasks.remove(task);
    }

    void add(PendingInterrupt interrupt) {
        interrupts.add(interrupt);
    }

    void add(SimulatedTimer timer) {
        timers.add(timer);
    }

    void remove(SimulatedTimer timer) {
        timers.remove(timer);
    }

    /** The task at that index of the alternatives. */
    SimulatedTask task(int index) {
        if (current < 0 || index > current) {
            return tasks.get(index);
        }
        return tasks.get(index == 0 ? current : index - 1);
    }

    /** Takes the interrupt at that index of the alternatives. */
    PendingInterrupt takeInterrupt(int index) {
        return interrupts.remove(index - tasks.size());
    }

    /** The armed timer that expires first; of those that expire together the one armed first. */
    SimulatedTimer firstTimer() {
        SimulatedTimer first = timers.get(0);
        for (int i = 1; i < timers.size(); i++) {
            if (timers.get(i).deadlineMs() < first.deadlineMs()) {
                first = timers.get(i);
            }
        }
        return first;
    }

    @Override
    public int size() {
        return tasks.size() + interrupts.size() + (timers.isEmpty() ? 0 : 1);
    }

    @Override
    public boolean currentCanGoOn() {
        return current >= 0;
    }

    @Override
    public Chooser.Kind kind(int index) {
        if (index < tasks.size()) {
            return Chooser.Kind.TASK;
        }
        return index < tasks.size() + interrupts.size() ? Chooser.Kind.INTERRUPT : Chooser.Kind.TIMER;
    }

    @Override
    public long id(int index) {
        return switch (kind(index)) {
            case TASK -> task(index).id;
            case INTERRUPT -> interrupts.get(index - tasks.size()).id();
            case TIMER -> firstTimer().id();
        };
    }

    @Override
    public String name(int index) {
        return switch (kind(index)) {
            case TASK -> task(index).name;
            case INTERRUPT -> interrupts.get(index - tasks.size()).name();
            case TIMER -> firstTimer().name();
        };
    }
}
