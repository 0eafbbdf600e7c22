package powercut.runtime;

import java.util.concurrent.CountDownLatch;

/** A completion on real threads. */
final class ThreadCompletion implements Completion {
    private final String name;
    private final CountDownLatch latch = new CountDownLatch(1);

    ThreadCompletion(String name) {
        this.name = name;
    }

    @Override
    public void await() {
        ThreadRuntime.requireTask("await " + name);
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThreadRuntime.Stopped("await " + name);
        }
    }

    @Override
    public void complete() {
        latch.countDown();
    }

    @Override
    public boolean isComplete() {
        return latch.getCount() == 0;
    }
}
