package powercut.writecache;

import java.util.List;
import java.util.function.Consumer;
import powercut.block.Status;
import powercut.dm.Errno;

/** Copies with dm-kcopyd: __writecache_writeback_ssd, __writecache_endio_ssd. */
final class SsdWritebackIo implements WritebackIo {
    private final WritecacheState wc;
    private final Kcopyd kcopyd;

    SsdWritebackIo(WritecacheState wc) {
        this.wc = wc;
        kcopyd = new Kcopyd(wc.runtime);
    }

    @Override
    public boolean joins(WcEntry last, WcEntry next) {
        return next.index == last.index + 1;
    }

    @Override
    public void submit(List<WcEntry> blocks, Consumer<Status> done) {
        WcEntry first = blocks.get(0);
        long sector = wc.metadata.originalSector(first); // does not change while under writeback
        Region to = new Region(wc.origin, sector, blocks.size() * wc.geometry.blockSectors()).onDevice();
        if (to.sectors() == 0) {
            done.accept(Status.OK);
        } else {
            kcopyd.copy(new Region(wc.cache, wc.geometry.cacheSector(first.index), to.sectors()), to, done);
        }
    }

    @Override
    public boolean needsOriginFlush() {
        return true;
    }

    @Override
    public void setError(Status status) {
        wc.setError(Errno.EIO, "copy error");
    }

    @Override
    public int endioLatency() {
        return Integer.MAX_VALUE;
    }
}
