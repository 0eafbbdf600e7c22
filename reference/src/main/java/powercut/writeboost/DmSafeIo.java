package powercut.writeboost;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Status;
import powercut.runtime.Completion;
import powercut.runtime.Runtime;

/**
 * The driver's own I/O: dm_safe_io, dm_safe_io_retry, blkdev_issue_flush. Task context.
 *
 * <p>The driver repeats what has failed for ever, once a second and mostly with io_lock held; here it is repeated at
 * once and a few times, and then the caller has to live with it (WB-C6).
 */
public class DmSafeIo {
    private static final int TRIES = 3;

    private final Runtime runtime;

    public DmSafeIo(Runtime runtime) {
        this.runtime = runtime;
    }

    /** Whether a request that has failed {@code times} times is repeated. */
    protected boolean repeats(int times) {
        return times < TRIES;
    }

    /** Submits the bio to the device and waits until it has ended. */
    final Status once(BlockDevice device, Bio bio) {
        Completion completion = runtime.completion("dm-io");
        device.submit(bio.onEnd(ended -> completion.complete()));
        completion.await();
        return bio.status();
    }

    /**
     * Does the request, again if it fails.
     *
     * @param request makes its bio, anew for each try
     * @return whether it succeeded
     */
    final boolean retry(BlockDevice device, Supplier<Bio> request) {
        int failures = 0;
        while (!once(device, request.get()).isOk()) {
            failures++;
            if (!repeats(failures)) {
                return false;
            }
        }
        return true;
    }

    /** blkdev_issue_flush; not repeated, because a FLUSH that follows one that failed proves nothing. */
    final boolean flush(BlockDevice device) {
        return once(device, Bio.flush()).isOk();
    }

    /** Several requests at once and one wait for all. */
    final Batch batch() {
        return new Batch();
    }

    /** A request of a batch; it may have to be made again. */
    private record Request(BlockDevice device, Supplier<Bio> bio) {}

    /** Requests under way together. One task only. */
    final class Batch {
        private final List<Request> requests = new ArrayList<>();

        void add(BlockDevice device, Supplier<Bio> bio) {
            requests.add(new Request(device, bio));
        }

        int size() {
            return requests.size();
        }

        /** Submits all and waits, and again those that failed; returns whether all succeeded. It is then empty. */
        boolean submitAndAwait() {
            List<Request> left = List.copyOf(requests);
            requests.clear();
            int failures = 0;
            while (!left.isEmpty()) {
                left = failedOf(left);
                if (!left.isEmpty() && !repeats(++failures)) {
                    return false;
                }
            }
            return true;
        }

        private List<Request> failedOf(List<Request> submitted) {
            Completion completion = runtime.completion("dm-io");
            AtomicInteger count = new AtomicInteger(submitted.size());
            List<Bio> bios = new ArrayList<>();
            for (Request request : submitted) {
                Bio bio = request.bio.get();
                bios.add(bio);
                request.device.submit(bio.onEnd(ended -> {
                    if (count.decrementAndGet() == 0) {
                        completion.complete();
                    }
                }));
            }
            completion.await();
            List<Request> failed = new ArrayList<>();
            for (int i = 0; i < bios.size(); i++) {
                if (!bios.get(i).status().isOk()) {
                    failed.add(submitted.get(i));
                }
            }
            return failed;
        }
    }
}
