package powercut.writeboost.published;

import powercut.block.Bio;
import powercut.dm.Target.MapResult;
import powercut.writeboost.Mapping;
import powercut.writeboost.Metablock;
import powercut.writeboost.WbCache;
import powercut.writeboost.WbDevice;

/** WB-B3: a read of a partly dirty block writes it back first, without io_lock. */
public final class ReaderWritesBack extends Mapping {
    private final WbCache cache;

    public ReaderWritesBack(WbCache cache, WbDevice wb) {
        super(cache, wb);
        this.cache = cache;
    }

    @Override
    protected MapResult mapRead(Bio bio) {
        Metablock mb = lookup(bio.sector());
        if (mb != null && mb.isPartialInLog()) {
            pin(mb);
            cache.ioLock.unlock();
            writeBack(mb);
            cache.ioLock.lock();
            unpin(mb);
        }
        return super.mapRead(bio);
    }
}
