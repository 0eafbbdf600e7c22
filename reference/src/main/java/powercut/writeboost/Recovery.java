package powercut.writeboost;

import powercut.block.Bio;
import powercut.dm.Errno;
import powercut.dm.StateDigest;

/**
 * Rebuilds the metablocks from the log: recover_cache (rules 42 to 47, corrected). It reads the superblock and the
 * headers of the run that {@link LogScan} finds, and no data.
 *
 * <p>Then every slot outside the run is zeroed and the cache device flushed, before anything else is written: an old
 * header there could later continue the log (WB-A3), or its sectors mix with those of a new header of the same id
 * (WB-A4). The slots are not looked at first, so that nothing depends on what they hold; that costs a header of up to
 * 7 sectors per free slot at each resume, less than the driver reads (all headers, twice).
 *
 * <p>The next id follows the run and the record (WB-A7); the record says what is migrated (WB-A8). All state is in
 * fields, for the digest.
 */
public class Recovery {
    private static final int UNDER_WAY_MAX = 64; // headers zeroed at a time

    private final WbCache cache;
    private SuperblockDevice superblock; // null when no recovery runs
    private LogScan scan; // null until the superblock is read

    public Recovery(WbCache cache) {
        this.cache = cache;
    }

    /**
     * Recovers, with io_lock held, in task context.
     *
     * @return 0, or a negative errno; then nothing is kept of what was read
     */
    final int recoverCache() {
        int errno = recover();
        superblock = null;
        scan = null;
        if (errno != 0) {
            cache.forget();
        }
        return errno;
    }

    private int recover() {
        superblock = cache.superblock.read();
        if (superblock == null) {
            return refuse(Errno.EIO, "the superblock cannot be read");
        }
        String refusal = refusal(superblock);
        if (refusal != null) {
            return refuse(Errno.EINVAL, refusal);
        }
        long record = superblock.lastMigratedSegmentId();
        scan = logScan(cache.geometry, record, cache.unitSectors(), (sector, sectors, into, offset) ->
                cache.io.once(cache.device, Bio.read(sector, sectors, into, offset)));
        for (SegmentHeaderDevice header = scan.next(); header != null; header = scan.next()) {
            int errno = updateBySegmentHeaderDevice(header);
            if (errno != 0) {
                return errno;
            }
        }
        if (scan.failed()) {
            return refuse(Errno.EIO, scan.end());
        }
        long last = scan.lastId();
        long firstId = firstId(last, record);
        if (!invalidate(record + 1, last) || !cache.io.flush(cache.device)) {
            return refuse(Errno.EIO, "the slots outside the log cannot be invalidated");
        }
        if (!superblock.hasIdentity() && !cache.superblock.write(record)) {
            return refuse(Errno.EIO, "the superblock cannot be written");
        }
        begin(last, lastMigrated(cache.geometry, last, record), record, firstId);
        return 0;
    }

    /** Why the cache device must not be used; null if it may (WB-A16). */
    protected String refusal(SuperblockDevice found) {
        return found.refusal(cache.geometry);
    }

    /** What finds the segments to replay; see {@link LogScan#LogScan}. */
    protected LogScan logScan(Geometry geometry, long record, int unit, LogScan.Reader reader) {
        return new LogScan(geometry, record, unit, reader);
    }

    // ---- update_by_segment_header_device

    /** Replays one segment, which holds together; refuses one that cannot have been written for these devices. */
    private int updateBySegmentHeaderDevice(SegmentHeaderDevice header) {
        SegmentHeader seg = cache.segment(header.globalId());
        seg.reset(header.globalId());
        for (MetablockDevice mbdev : header.mbarr()) {
            Metablock mb = seg.addLine(cache.geometry.cachesInSegment());
            if (mbdev.dirtyBits() != 0) {
                int errno = check(header.globalId(), mbdev);
                if (errno != 0) {
                    return errno;
                }
                Metablock found = cache.ht.lookup(mbdev.deviceId(), mbdev.sector());
                if (found != null) {
                    retire(found);
                }
                cache.ht.register(mb, mbdev.deviceId(), mbdev.sector());
                cache.taint(mb, mbdev.dirtyBits());
            }
        }
        return 0;
    }

    /** Whether an entry can be one of these devices (WB-C18, D2): 0, or a negative errno. */
    protected int check(long id, MetablockDevice mbdev) {
        if (mbdev.flaw() != null) {
            return refuse(Errno.EINVAL, "segment " + id + " holds " + mbdev.flaw());
        }
        if (!exists(mbdev.deviceId())) {
            return refuse(Errno.ENODEV, "segment " + id + " holds blocks of device " + mbdev.deviceId()
                    + ", which does not exist");
        }
        WbDevice wb = cache.wbDevice(mbdev.deviceId());
        int lastDirty = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(mbdev.dirtyBits());
        if (mbdev.sector() >= wb.device.sectors() - lastDirty) {
            return refuse(Errno.EINVAL, "segment " + id + " holds sector " + (mbdev.sector() + lastDirty)
                    + " of device " + mbdev.deviceId() + ", which has " + wb.device.sectors());
        }
        return 0;
    }

    protected final boolean exists(int deviceId) {
        return deviceId < Registry.WB_NR_SLOTS && cache.wbDevice(deviceId) != null;
    }

    /**
     * A newer copy of the block is in the log: the older one is clean (WB-A9). What of it was not overwritten is on the
     * backing device since before the newer one was made.
     */
    protected void retire(Metablock older) {
        cache.cleanup(older);
        unhash(older);
    }

    protected final void unhash(Metablock mb) {
        cache.ht.del(mb);
    }

    // ---- afterwards

    /** Zeroes the headers of all slots but those of {@code first} to {@code last}; returns whether it worked. */
    protected boolean invalidate(long first, long last) {
        byte[] zeros = new byte[SegmentHeaderDevice.BYTES];
        int sectors = Math.max(cache.geometry.headerSectors(), cache.unitSectors());
        boolean ok = true;
        DmSafeIo.Batch batch = cache.io.batch();
        for (long id = last + 1; ok && id < first + cache.geometry.nrSegments(); id++) {
            long start = cache.geometry.segmentStart(cache.geometry.slotOf(id));
            batch.add(cache.device, () -> Bio.write(start, sectors, zeros, 0, false, false));
            if (batch.size() == UNDER_WAY_MAX) {
                ok = batch.submitAndAwait();
            }
        }
        return batch.submitAndAwait() && ok;
    }

    protected long firstId(long last, long record) {
        return Math.max(last, record) + 1;
    }

    protected long lastMigrated(Geometry geometry, long last, long record) {
        return record;
    }

    private void begin(long lastFlushed, long lastMigrated, long record, long firstId) {
        cache.lastFlushedSegmentId = lastFlushed;
        cache.lastDurableSegmentId = lastFlushed;
        cache.lastMigratedSegmentId = lastMigrated;
        cache.migrateDaemon.begin(record);
        cache.currentBuffer.begin(firstId);
    }

    private int refuse(int errno, String why) {
        cache.logError("cache device " + cache.device.name() + ": " + why);
        return errno;
    }

    protected void digest(StateDigest digest) {
        digest.add(superblock != null).add(superblock != null && superblock.hasIdentity()).add(scan != null);
        if (scan != null) {
            scan.digest(digest);
        }
    }
}
