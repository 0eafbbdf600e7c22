package powercut.writecache;

import java.util.List;
import powercut.block.Bio;
import powercut.block.Status;

/**
 * Does for bios what map and end_io cannot: writecache_flush_thread, with a list of bios. FLUSH: commit, then end it.
 * DISCARD: forget the blocks, then send it to the origin. A FUA write whose data is durable: commit, then end it
 * (WC-03).
 */
final class FlushThread {
    private final WritecacheState wc;
    private final Discard discard;
    private final Kthread<Bio> thread;

    /**
     * Per-bio data of a FUA write that waits for the commit of its entry.
     *
     * @param seqCount of the entry; committed when the target's is higher
     */
    record AwaitsCommit(long seqCount) {}

    FlushThread(WritecacheState wc) {
        this.wc = wc;
        this.discard = wc.steps.discard.apply(wc);
        this.thread = wc.steps.flushThread.apply(wc.runtime, bios -> bios.forEach(this::handle));
    }

    /** Before a bio that may come to {@link #offload}; with the lock held. */
    void start() {
        thread.start();
    }

    /** writecache_offload_bio. Any context; FLUSH and DISCARD as they came, a WRITE with {@link AwaitsCommit}. */
    void offload(Bio bio) {
        thread.add(bio);
    }

    void stop() {
        thread.stop();
    }

    private void handle(Bio bio) {
        switch (bio.op()) {
            case FLUSH -> flush(bio);
            case DISCARD -> discard(bio);
            case WRITE -> commitFua(bio);
            case READ -> throw new IllegalArgumentException("a read was offloaded: " + bio);
        }
    }

    private void flush(Bio bio) {
        wc.lock.lock();
        wc.commit.flush();
        boolean failed = wc.commit.flushFailed();
        wc.lock.unlock();
        bio.end(failed ? Status.IOERR : Status.OK);
    }

    private void commitFua(Bio bio) {
        long seqCount = ((AwaitsCommit) bio.perBioData()).seqCount();
        wc.lock.lock();
        if (wc.seqCount == seqCount) {
            wc.commit.flush();
        }
        boolean failed = wc.seqCount == seqCount && wc.hasError();
        wc.lock.unlock();
        bio.end(failed ? Status.IOERR : Status.OK);
    }

    private void discard(Bio bio) {
        wc.lock.lock();
        boolean discarded = discard.discard(bio.sector(), bio.endSector());
        wc.lock.unlock();
        if (discarded) {
            bio.remap(wc.origin, bio.sector());
            wc.origin.submit(bio);
        } else {
            bio.end(Status.IOERR);
        }
    }
}
