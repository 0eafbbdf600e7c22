package powercut.runtime;

/**
 * A timer of a simulated run. Its handler is one step, so nobody ever sees it half done and cancelSync has nothing to
 * wait for.
 */
final class SimulatedTimer implements Timer {
    private final Scheduler scheduler;
    private final long id;
    private final String name;
    private final Runnable handler;
    private boolean pending;
    private long deadlineMs;

    SimulatedTimer(Scheduler scheduler, String name, Runnable handler) {
        this.scheduler = scheduler;
        this.id = scheduler.newId();
        this.name = name;
        this.handler = handler;
    }

    @Override
    public void arm(long delayMs) {
        if (delayMs < 0) {
            throw new IllegalArgumentException("timer " + name + " armed with a delay of " + delayMs + " ms");
        }
        cancel();
        deadlineMs = Math.addExact(scheduler.nowMs(), delayMs);
        pending = true;
        scheduler.enabled().add(this);
    }

    @Override
    public void cancel() {
        if (pending) {
            pending = false;
            scheduler.enabled().remove(this);
        }
    }

    @Override
    public void cancelSync() {
        scheduler.requireTask("cancelSync", name);
        cancel();
    }

    @Override
    public boolean pending() {
        return pending;
    }

    /** Disarms it, for the scheduler, which then runs the handler it is given. */
    Runnable expire() {
        cancel();
        return handler;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }
}
