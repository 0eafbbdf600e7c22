package powercut.writecache;

import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Target.EndResult;

/**
 * Data blocks on a disk: reads of cached blocks and all writes go to the cache device, one block per bio; FLUSH and
 * DISCARD, and the ends of FUA writes, go through the flush thread.
 */
final class SsdDataPath implements DataPath {
    private static final OnCache.Read READ = new OnCache.Read();

    private final WritecacheState wc;
    private final BlockAllocator allocator;
    private final FlushThread flushThread;

    /** Per-bio data of a bio on the cache device: it counts in bio_in_progress. */
    private sealed interface OnCache {
        record Read() implements OnCache {}

        /**
         * @param needsCommit the bio is FUA and must not end before its entry is committed
         * @param seqCount of the entry
         */
        record Write(WcEntry entry, boolean needsCommit, long seqCount) implements OnCache {}
    }

    SsdDataPath(WritecacheState wc, BlockAllocator allocator) {
        this.wc = wc;
        this.allocator = allocator;
        flushThread = new FlushThread(wc);
    }

    @Override
    public MapOp flush(Bio bio) {
        return offload(bio);
    }

    @Override
    public MapOp discard(Bio bio) {
        return offload(bio);
    }

    private MapOp offload(Bio bio) {
        flushThread.start();
        flushThread.offload(bio);
        return MapOp.RETURN;
    }

    /** Waits for the writes of an uncommitted version. */
    @Override
    public WcEntry readable(long sector) {
        WcEntry e = wc.tree.find(sector);
        while (e != null && !wc.isCommitted(e)) {
            wc.writes.waitForIos();
            if (e.goodData) {
                return e;
            }
            wc.freeEntry(e); // WC-08; never committed, so that the next commit may write it as free
            e = wc.tree.find(sector);
        }
        return e;
    }

    @Override
    public MapOp read(Bio bio, WcEntry e) {
        toCache(bio, e);
        bio.setPerBioData(READ);
        wc.reads.begin();
        return MapOp.REMAP;
    }

    @Override
    public MapOp write(Bio bio) {
        WcEntry e = allocator.blockFor(bio.sector());
        if (e == null) {
            return MapOp.ERROR;
        }
        boolean needsCommit = bio.fua() && wc.commit.fuaNeedsCommit(wc.isCommitted(e));
        if (needsCommit) {
            flushThread.start();
        }
        toCache(bio, e);
        bio.setPerBioData(new OnCache.Write(e, needsCommit, wc.metadata.seqCount(e)));
        wc.writes.begin();
        autocommit();
        return MapOp.REMAP;
    }

    private void toCache(Bio bio, WcEntry e) {
        bio.acceptPartial(wc.geometry.blockSectors());
        bio.remap(wc.cache, wc.geometry.cacheSector(e.index));
    }

    /** Rule 22: the commit waits for data writes, so it is left to the work queue. */
    private void autocommit() {
        if (wc.autocommitBlocksReached()) {
            wc.uncommittedBlocks = 0;
            wc.flushWork.queue();
        } else {
            wc.scheduleAutocommit();
        }
    }

    /** Interrupt context. A FUA write comes here twice: when its data is durable, and when the flush thread ends it. */
    @Override
    public EndResult endIo(Bio bio, Status status) {
        if (!(bio.perBioData() instanceof OnCache onCache)) {
            return EndResult.DONE;
        }
        bio.setPerBioData(null);
        if (!(onCache instanceof OnCache.Write write)) {
            wc.reads.end();
            return EndResult.DONE;
        }
        if (wc.commit.isGoodData(status)) {
            write.entry().goodData = true;
        }
        wc.writes.end(); // before the commit, which waits for it
        if (write.needsCommit() && status.isOk()) {
            bio.setPerBioData(new FlushThread.AwaitsCommit(write.seqCount()));
            flushThread.offload(bio);
            return EndResult.INCOMPLETE;
        }
        return EndResult.DONE;
    }

    @Override
    public void stop() {
        flushThread.stop();
    }
}
