package powercut.writecache;

import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Target.EndResult;
import powercut.dm.Target.MapResult;

/**
 * Where a bio goes: writecache_map and writecache_end_io (rules 17 to 23). Reads of cached blocks and all writes go to
 * the cache device, one block per bio; reads of the rest go to the origin; FLUSH and DISCARD go through the flush
 * thread.
 */
final class Mapping {
    private final WritecacheState wc;
    private final Writeback writeback;
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

    private static final OnCache.Read READ = new OnCache.Read();

    Mapping(WritecacheState wc, Writeback writeback, FlushThread flushThread) {
        this.wc = wc;
        this.writeback = writeback;
        this.flushThread = flushThread;
    }

    /** Task context; a write blocks while there is no free block. */
    MapResult map(Bio bio) {
        wc.lock.lock();
        MapResult result = isAligned(bio) ? mapAligned(bio) : MapResult.KILL;
        wc.lock.unlock();
        return result;
    }

    private MapResult mapAligned(Bio bio) {
        return switch (bio.op()) {
            case FLUSH, DISCARD -> offload(bio);
            case READ -> mapRead(bio);
            case WRITE -> mapWrite(bio);
        };
    }

    private boolean isAligned(Bio bio) {
        boolean aligned = ((bio.sector() | bio.sectors()) & wc.geometry.blockSectors() - 1) == 0;
        if (!aligned) {
            wc.logError("I/O is not aligned, sector " + bio.sector() + ", size " + bio.bytes() + ", block size "
                    + wc.geometry.blockSize());
        }
        return aligned;
    }

    private MapResult offload(Bio bio) {
        if (wc.hasError()) {
            return MapResult.KILL;
        }
        flushThread.start();
        flushThread.offload(bio);
        return MapResult.SUBMITTED;
    }

    private MapResult mapRead(Bio bio) {
        if (wc.metadataUnreadable) {
            return MapResult.KILL; // the origin may hold an older version (WC-10)
        }
        WcEntry e = readable(bio.sector());
        if (e == null) {
            long untilCached = wc.tree.following(bio.sector()) - bio.sector();
            if (untilCached < bio.sectors()) {
                bio.acceptPartial(untilCached);
            }
            bio.remap(wc.origin, bio.sector());
        } else {
            toCache(bio, e);
            bio.setPerBioData(READ);
            wc.reads.begin();
        }
        return MapResult.REMAPPED;
    }

    /** The newest version that can be read; null for the origin's. Waits for the writes of an uncommitted one. */
    private WcEntry readable(long sector) {
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

    private MapResult mapWrite(Bio bio) {
        WcEntry e = null;
        while (e == null) {
            if (wc.hasError()) {
                return MapResult.KILL;
            }
            e = overwritten(bio.sector());
            if (e == null) {
                e = allocated(bio.sector());
            }
            if (e == null) {
                wc.waitOnFreelist("a free cache block");
            }
        }
        boolean needsCommit = bio.fua() && wc.commit.fuaNeedsCommit(wc.isCommitted(e));
        if (needsCommit) {
            flushThread.start();
        }
        toCache(bio, e);
        bio.setPerBioData(new OnCache.Write(e, needsCommit, wc.metadata.seqCount(e)));
        wc.writes.begin();
        autocommit();
        return MapResult.REMAPPED;
    }

    /** The entry that the write overwrites in place, if the newest version allows it. */
    private WcEntry overwritten(long sector) {
        WcEntry e = wc.tree.find(sector);
        if (e == null || !wc.isCommitted(e)) {
            return e;
        }
        if (e.writeInProgress) {
            return null;
        }
        wc.overwroteCommitted = true;
        return e;
    }

    /** writecache_pop_from_freelist and a new entry in it; null if no block is free. */
    private WcEntry allocated(long sector) {
        int index = wc.freelist.pop();
        if (index < 0) {
            return null;
        }
        writeback.verifyWatermark();
        WcEntry e = wc.entries[index];
        e.goodData = false;
        wc.metadata.write(e, sector, wc.seqCount);
        wc.insertEntry(e);
        wc.uncommittedBlocks++;
        return e;
    }

    private void toCache(Bio bio, WcEntry e) {
        bio.acceptPartial(wc.geometry.blockSectors());
        bio.remap(wc.cache, wc.geometry.cacheSector(e.index));
    }

    /** Rule 22. */
    private void autocommit() {
        if (wc.uncommittedBlocks >= wc.options.autocommitBlocksOrDefault()) {
            wc.uncommittedBlocks = 0;
            wc.flushWork.queue();
        } else if (!wc.autocommitTimer.pending()) {
            wc.autocommitTimer.arm(wc.options.autocommitTimeMsOrDefault());
        }
    }

    /** Interrupt context. A FUA write comes here twice: when its data is durable, and when the flush thread ends it. */
    EndResult endIo(Bio bio, Status status) {
        if (!(bio.perBioData() instanceof OnCache onCache)) {
            return EndResult.DONE;
        }
        bio.setPerBioData(null);
        if (!(onCache instanceof OnCache.Write write)) {
            wc.reads.end();
            return EndResult.DONE;
        }
        if (status.isOk()) {
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
}
