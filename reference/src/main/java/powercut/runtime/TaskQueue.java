package powercut.runtime;

/**
 * Tasks that wait for the same thing, longest first. A task waits for one thing at a time, so the links are in the
 * tasks.
 */
final class TaskQueue {
    private SimulatedTask head;
    private SimulatedTask tail;

    boolean isEmpty() {
        return head == null;
    }

    /** The one that has waited longest, or null; the others follow by {@link SimulatedTask#nextWaiter}. */
    SimulatedTask first() {
        return head;
    }

    void add(SimulatedTask task) {
        task.nextWaiter = null;
        if (head == null) {
            head = task;
        } else {
            tail.nextWaiter = task;
        }
        tail = task;
    }

    /** Removes the one that has waited longest; null if nobody waits. */
    SimulatedTask poll() {
        SimulatedTask first = head;
        if (first != null) {
            head = first.nextWaiter;
            first.nextWaiter = null;
        }
        return first;
    }

    void remove(SimulatedTask task) {
        SimulatedTask before = null;
        SimulatedTask at = head;
        while (at != task) {
            before = at;
            at = at.nextWaiter;
        }
        if (before == null) {
            head = task.nextWaiter;
        } else {
            before.nextWaiter = task.nextWaiter;
        }
        if (tail == task) {
            tail = before;
        }
        task.nextWaiter = null;
    }
}
