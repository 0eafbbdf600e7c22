package powercut.runtime;

import java.util.concurrent.Future;

/**
 * A timer on real threads. Expiry decides under the lock whether it still counts, so that a cancel or a new arm is
 * never undone.
 */
final class ThreadTimer implements Timer {
    private final ThreadRuntime runtime;
    private final String name;
    private final Runnable handler;
    private Future<?> expiry; // null where the runtime is closed; guarded by this, as all below
    private boolean pending;
    private boolean running; // the handler
    private long arms; // tells the latest expiry from one that was cancelled too late to stop it

    ThreadTimer(ThreadRuntime runtime, String name, Runnable handler) {
        this.runtime = runtime;
        this.name = name;
        this.handler = handler;
    }

    @Override
    public synchronized void arm(long delayMs) {
        if (delayMs < 0) {
            throw new IllegalArgumentException("timer " + name + " armed with a delay of " + delayMs + " ms");
        }
        cancel();
        pending = true;
        long arm = ++arms;
        expiry = runtime.schedule(() -> expire(arm), delayMs);
    }

    @Override
    public synchronized void cancel() {
        if (pending && expiry != null) {
            expiry.cancel(false);
        }
        pending = false;
    }

    @Override
    public synchronized void cancelSync() {
        ThreadRuntime.requireTask("cancelSync " + name);
        cancel();
        while (running) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ThreadRuntime.Stopped("cancelSync " + name);
            }
            cancel(); // the handler may have armed it again
        }
    }

    @Override
    public synchronized boolean pending() {
        return pending;
    }

    private void expire(long arm) {
        synchronized (this) {
            if (!pending || arm != arms) {
                return;
            }
            pending = false;
            running = true;
        }
        runtime.guard(handler);
        synchronized (this) {
            running = false;
            notifyAll();
        }
    }
}
