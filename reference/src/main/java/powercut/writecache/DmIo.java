package powercut.writecache;

import java.util.concurrent.atomic.AtomicInteger;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Status;
import powercut.runtime.Completion;
import powercut.runtime.Runtime;

/** Region I/O of the driver itself, as dm-io. Task context. */
final class DmIo {
    private final Runtime runtime;

    DmIo(Runtime runtime) {
        this.runtime = runtime;
    }

    /** Submits the bio to the device and waits until it has ended. */
    Status sync(BlockDevice device, Bio bio) {
        Completion completion = runtime.completion("dm-io");
        device.submit(bio.onEnd(ended -> completion.complete()));
        completion.await();
        return bio.status();
    }

    /** Several bios at once and one wait for all: struct io_notify. */
    Batch batch() {
        return new Batch(runtime.completion("io_notify"));
    }

    /** Bios under way together. */
    static final class Batch {
        private final Completion completion;
        private final AtomicInteger count = new AtomicInteger(1); // bios under way, and one until await
        private volatile boolean failed;

        private Batch(Completion completion) {
            this.completion = completion;
        }

        void submit(BlockDevice device, Bio bio) {
            count.incrementAndGet();
            device.submit(bio.onEnd(this::notifyIo));
        }

        /** Waits for all; returns whether all succeeded. */
        boolean await() {
            drop();
            completion.await();
            return !failed;
        }

        private void notifyIo(Bio bio) {
            if (!bio.status().isOk()) {
                failed = true;
            }
            drop();
        }

        private void drop() {
            if (count.decrementAndGet() == 0) {
                completion.complete();
            }
        }
    }
}
