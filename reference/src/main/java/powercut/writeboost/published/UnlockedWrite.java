package powercut.writeboost.published;

import powercut.runtime.Completion;
import powercut.writeboost.Mapping;
import powercut.writeboost.Metablock;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/** A write that leaves io_lock before its data is in the buffer; needs {@link WaitsForWriters}. */
abstract class UnlockedWrite extends Mapping {
    private final WbCache cache;

    UnlockedWrite(WbCache cache, WbDevice wb) {
        super(cache, wb);
        this.cache = cache;
    }

    /** Does it without io_lock, after everybody else could. */
    final void unlocked(Metablock mb, Runnable step) {
        pin(mb);
        cache.ioLock.unlock();
        Completion completion = cache.runtime.completion("write on buffer");
        cache.runtime.interrupt("write on buffer", completion::complete);
        completion.await();
        step.run();
        unpin(mb);
        cache.ioLock.lock();
    }
}
