package powercut.writecache;

import java.util.List;
import java.util.function.Consumer;
import powercut.block.Bio;
import powercut.block.HardwareMemoryError;
import powercut.block.PersistentMemory;
import powercut.block.Status;

/**
 * Writes blocks straight from persistent memory, wherever in it they lie: __writecache_writeback_pmem,
 * __writecache_endio_pmem. With "fua" each write is durable when it ends; with "nofua" a FLUSH of the origin follows.
 */
final class PmemWritebackIo implements WritebackIo {
    private static final int ENDIO_LATENCY = 16;

    private final WritecacheState wc;
    private final PersistentMemory memory;
    private final boolean fua;

    PmemWritebackIo(WritecacheState wc, PersistentMemory memory) {
        this.wc = wc;
        this.memory = memory;
        fua = wc.options.writebackFua();
    }

    @Override
    public boolean joins(WcEntry last, WcEntry next) {
        return true;
    }

    /** After an error nothing is written any more. A block under writeback never changes, so it can be copied first. */
    @Override
    public void submit(List<WcEntry> blocks, Consumer<Status> done) {
        long sector = wc.metadata.originalSector(blocks.get(0)); // does not change while under writeback
        int sectors = new Region(wc.origin, sector, blocks.size() * wc.geometry.blockSectors()).onDevice().sectors();
        byte[] pages = wc.hasError() ? null : load(blocks);
        if (pages == null) {
            done.accept(Status.IOERR);
        } else if (sectors == 0) {
            done.accept(Status.OK);
        } else {
            wc.origin.submit(Bio.write(sector, sectors, pages, 0, false, fua)
                    .onEnd(ended -> done.accept(ended.status())));
        }
    }

    /** The blocks' content; null where the memory is bad, which the origin's DMA would meet. */
    private byte[] load(List<WcEntry> blocks) {
        int blockSize = wc.geometry.blockSize();
        byte[] pages = new byte[blocks.size() * blockSize];
        try {
            for (int i = 0; i < blocks.size(); i++) {
                memory.load(wc.geometry.dataOffset(blocks.get(i).index), pages, i * blockSize, blockSize);
            }
        } catch (HardwareMemoryError e) {
            return null;
        }
        return pages;
    }

    @Override
    public boolean needsOriginFlush() {
        return !fua;
    }

    @Override
    public void setError(Status status) {
        wc.setError(status.errno(), "write error " + status.blkStatus());
    }

    @Override
    public int endioLatency() {
        return ENDIO_LATENCY;
    }
}
