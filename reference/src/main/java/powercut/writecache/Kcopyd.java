package powercut.writecache;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.runtime.Runtime;
import powercut.runtime.WorkQueue;

/**
 * Copies sectors between devices, as dm-kcopyd: a read, then a write, each one bio. dm-kcopyd cuts long copies into
 * several bios; that makes no difference to what may persist, because bios persist sector by sector.
 */
final class Kcopyd {
    private final WorkQueue.Work work;
    private final Queue<Job> read = new ConcurrentLinkedQueue<>(); // jobs that can be written

    private record Job(BlockDevice to, Bio write) {}

    Kcopyd(Runtime runtime) {
        work = runtime.workQueue("kcopyd").work("kcopyd", this::writeJobs);
    }

    /**
     * Copies {@code from} to {@code to}, of the same length. Task context.
     *
     * @param done gets the result, in interrupt context
     */
    void copy(Region from, Region to, Consumer<Status> done) {
        byte[] pages = new byte[Math.toIntExact(Sectors.toBytes(from.sectors()))];
        Bio write = Bio.write(to.sector(), pages).onEnd(ended -> done.accept(ended.status()));
        from.device().submit(Bio.read(from.sector(), pages).onEnd(ended -> {
            if (ended.status().isOk()) {
                read.add(new Job(to.device(), write));
                work.queue(); // submitting may block, and this is interrupt context
            } else {
                done.accept(ended.status());
            }
        }));
    }

    private void writeJobs() {
        for (Job job = read.poll(); job != null; job = read.poll()) {
            job.to().submit(job.write());
        }
    }
}
