package powercut.runtime;

/** A completion of a simulated run. */
final class SimulatedCompletion implements Completion {
    private final Scheduler scheduler;
    private final String name;
    private final TaskQueue waiters = new TaskQueue();
    private boolean complete;

    SimulatedCompletion(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    @Override
    public void await() {
        scheduler.await(waiters, "await", name, () -> "waits for completion " + name, () -> complete);
    }

    @Override
    public void complete() {
        complete = true;
        scheduler.wakeAll(waiters);
        scheduler.point("complete", name);
    }

    @Override
    public boolean isComplete() {
        return complete;
    }
}
