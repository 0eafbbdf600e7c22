package powercut.writeboost.published;

import powercut.block.Status;
import powercut.writeboost.CurrentBuffer;
import powercut.writeboost.WbCache;

/** WB-A18: flush_current_buffer waits until the segment is written, and for no FLUSH. */
public final class FlushedButVolatile extends CurrentBuffer {
    private final WbCache cache;

    public FlushedButVolatile(WbCache cache) {
        super(cache);
        this.cache = cache;
    }

    @Override
    protected Status flushSync() {
        cache.ioLock.lock();
        queueFlushing();
        long last = lastOpenedId();
        cache.ioLock.unlock();
        cache.wait.await("flush_done", () -> cache.lastFlushedSegmentId() >= last || cache.hasError());
        return Status.OK;
    }
}
