package powercut.writecache;

import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Target.EndResult;
import powercut.dm.Target.MapResult;
import powercut.writecache.DataPath.MapOp;

/**
 * Where a bio goes: writecache_map and writecache_end_io (rules 17 to 23). Reads of sectors that are not cached go to
 * the origin, everything else to the mode's {@link DataPath}.
 */
final class Mapping {
    private final WritecacheState wc;
    private final DataPath dataPath;

    Mapping(WritecacheState wc, DataPath dataPath) {
        this.wc = wc;
        this.dataPath = dataPath;
    }

    /** Task context; a write blocks while there is no free block. */
    MapResult map(Bio bio) {
        wc.lock.lock();
        MapOp op = isAligned(bio) ? mapAligned(bio) : MapOp.ERROR;
        wc.lock.unlock();
        return switch (op) {
            case SUBMIT -> {
                bio.end(Status.OK);
                yield MapResult.SUBMITTED;
            }
            case RETURN -> MapResult.SUBMITTED;
            case REMAP -> MapResult.REMAPPED;
            case ERROR -> MapResult.KILL;
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

    private MapOp mapAligned(Bio bio) {
        if (bio.op() == Bio.Op.READ) {
            return mapRead(bio);
        }
        if (wc.hasError()) {
            return MapOp.ERROR;
        }
        return switch (bio.op()) {
            case FLUSH -> dataPath.flush(bio);
            case DISCARD -> dataPath.discard(bio);
            case WRITE, READ -> dataPath.write(bio);
        };
    }

    private MapOp mapRead(Bio bio) {
        if (wc.metadataUnreadable) {
            return MapOp.ERROR; // the origin may hold an older version (WC-10)
        }
        WcEntry e = dataPath.readable(bio.sector());
        if (e != null) {
            return dataPath.read(bio, e);
        }
        long untilCached = wc.tree.following(bio.sector()) - bio.sector();
        if (untilCached < bio.sectors()) {
            bio.acceptPartial(untilCached);
        }
        bio.remap(wc.origin, bio.sector());
        return MapOp.REMAP;
    }

    /** Interrupt context. */
    EndResult endIo(Bio bio, Status status) {
        return dataPath.endIo(bio, status);
    }

    /** Stops the threads that serve bios. */
    void stop() {
        dataPath.stop();
    }
}
