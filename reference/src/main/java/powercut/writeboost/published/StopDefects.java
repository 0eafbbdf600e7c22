package powercut.writeboost.published;

import static powercut.dm.PublishedDefect.Layer.CONFORMANCE;
import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.SCHEDULE;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writeboost.published.WriteboostDefects.defect;
import static powercut.writeboost.published.WriteboostDefects.module;
import static powercut.writeboost.published.WriteboostDefects.with;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Upstream;

/** Errors, stops and races: WB-A12 to A20, WB-B1 to B18. */
final class StopDefects {
    private static final String V2 = "dm-writeboost 2.2.17, Linux 6.1";

    static final List<PublishedDefect> ALL = List.of(
            defect("WB-A12", "flushes never arrive")
                    .driver("does not say that it takes flushes, so that nothing sends them where the backing "
                            + "device has no cache")
                    .upstream(Upstream.fixed("9301edb (2013-10-25)"))
                    .shortest("fsync on a volume over a backing device without a volatile cache")
                    .withoutType("the device mapper here passes every flush to its target"),
            defect("WB-A13", "FLUSH errors are ignored")
                    .driver("drops the status of blkdev_issue_flush: ends the barriers well, and takes for migrated "
                            + "what the backing device may still lose")
                    .upstream(Upstream.reproducedOn(V2))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "WriteboostDefectsTest")
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("a FUA write whose FLUSH of the cache device fails")
                    .exhibit(new Exhibit("writeboost", "", List.of("write 0 8 fua"),
                            List.of("cache:error_flushes@3")))
                    .module(module(with().flushDaemon(BarriersEndWell::new).migrateDaemon(MigratedEndsWell::new))),
            defect("WB-A14", "what was written while detached is not flushed")
                    .driver("flushes only the cache device once it is attached")
                    .upstream(Upstream.unknown())
                    .shortest("a write while detached, attach, flush")
                    .withoutType("resume flushes the backing device in the reference; without it this is the "
                            + "contract of another device"),
            defect("WB-A15", "an interrupted format leaves an old log")
                    .driver("writes the superblock first, then the headers, and the FLUSH last")
                    .upstream(Upstream.fixed("ad3cbbf (2016-08-27)"))
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("a log is formatted again, and the power fails after the superblock")
                    .module(module(with().formatCache(SuperblockFormattedFirst::new))),
            defect("WB-A16", "anything is taken for a log")
                    .driver("has a record in its superblock, and neither magic nor geometry")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), but for the backing device"))
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("a cache device grows by a segment")
                    .module(module(with().recovery(AnythingIsALog::new))),
            defect("WB-A17", "acknowledged data in RAM is lost at an orderly stop")
                    .driver("has no suspend hooks, and frees a cache with its current buffer")
                    .upstream(Upstream.fixed("c21de07, b6d2d38, 1d9d657 (2013)"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a write, and suspend")
                    .exhibit("writeboost", "suspend")
                    .module(module(with().currentBuffer(RamLostAtStop::new))),
            defect("WB-A18", "flush_current_buffer makes nothing durable")
                    .driver("waits until the segment is written, and sends no FLUSH")
                    .upstream(Upstream.fixed("483e4bd (2013-09-24)"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("flush_current_buffer")
                    .exhibit("writeboost", "sysfs caches/3/flush_current_buffer 1")
                    .module(module(with().currentBuffer(FlushedButVolatile::new))),
            defect("WB-A19", "reads bring volatile data to the backing device")
                    .driver("writes what is in RAM to the backing device before it reads there")
                    .upstream(Upstream.fixed("fabbc10 (2.2.0)"))
                    .shortest("a partial write, and a read of its block")
                    .withoutType("it breaks no promise of a block device; B3 is what follows from it"),
            defect("WB-A20", "discards go to the backing device only")
                    .driver("leaves dirty copies of a discarded block in the cache")
                    .upstream(Upstream.fixed("833da3a (2016-07-18): refused"))
                    .shortest("a write, its discard, a read")
                    .withoutType("old data after a discard is admissible; the reference drops it durably"),
            defect("WB-B1", "dirty bits before data")
                    .driver("sets the bits under a lock and copies after it; a reader takes what the buffer held")
                    .upstream(Upstream.fixed("2.2.0"))
                    .caughtBy(SCHEDULE, "AsPublishedTest")
                    .shortest("a write and a read of one block")
                    .module(module(with().currentBuffer(WaitsForWriters::new)
                            .mapping((cache, wb, begin) -> new BitsBeforeData(cache, wb)))),
            defect("WB-B2", "a new line hides the copy that is still needed")
                    .driver("lets a line be found before it has a dirty bit; a reader takes the backing device for "
                            + "newest")
                    .upstream(Upstream.fixed("2.2.0"))
                    .caughtBy(SCHEDULE, "AsPublishedTest")
                    .shortest("a durable block, and at once a full overwrite and a read")
                    .module(module(with().currentBuffer(WaitsForWriters::new)
                            .mapping((cache, wb, begin) -> new RegisteredClean(cache, wb)))),
            defect("WB-B3", "the write-back of a reader comes last")
                    .driver("writes a partly dirty block back in the read path, without io_lock")
                    .upstream(Upstream.fixed("fabbc10 (2.2.0)"))
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("a reader is delayed before its write; meanwhile the block is written and migrated")
                    .module(module(with().mapping((cache, wb, begin) -> new ReaderWritesBack(cache, wb)))),
            defect("WB-B4", "the write-back of the daemon comes last")
                    .driver("writes a block back while the daemon has an older version of it on its way")
                    .upstream(Upstream.fixed("fabbc10 (2.2.0)"))
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("the daemon is delayed; meanwhile the block is written twice, in part")
                    .module(module(with().mapping((cache, wb, begin) -> new MigrationNotAwaited(cache, wb)))),
            defect("WB-B5", "a discard under a reader")
                    .driver("discards the data of a segment while reads are on their way to it")
                    .upstream(Upstream.fixed("f8c99c5 (2013-12-22)"))
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("a read is delayed; meanwhile its segment is migrated")
                    .module(module(with().migrateDaemon(DiscardsUnderReaders::new))),
            defect("WB-B6", "two segments in one RAM buffer")
                    .driver("takes buffer 0 after resume, whatever the id, and does not mark it busy")
                    .upstream(Upstream.fixed("758653b (2014-01-09)"))
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("recovery gives an id whose remainder by 64 is 63; two segments are filled")
                    .module(module(with().ramBuffers(ArbitraryFirstBuffer::new))),
            defect("WB-B7", "deadlock of a pinned segment and io_lock")
                    .driver("waits for reads of a slot with io_lock held, while the reader waits for it")
                    .upstream(Upstream.unknown())
                    .shortest("a bio cut at a block, and a writer that needs the slot between its parts")
                    .withoutType("bios are cut one at a time here, and a part is sent before the next is mapped; "
                            + "ScheduleTest looks for hangs"),
            defect("WB-B8", "flush_proc returns with a spinlock held")
                    .driver("leaves its loop without unlocking, interrupts off")
                    .upstream(Upstream.fixed("f539688 (2013-10-06)"))
                    .shortest("free_cache while the daemon is idle")
                    .withoutType("the queue of the flush daemon needs no lock here"),
            defect("WB-B9", "free_cache races with timer, worker and devices")
                    .driver("deletes no timer, and destroys the worker that others wait for")
                    .upstream(Upstream.unknown())
                    .shortest("free_cache with a barrier waiting")
                    .withoutType("there is no memory to be used after it was freed"),
            defect("WB-B10", "wb_devices[] outlives or loses its devices")
                    .driver("clears the slot at remove_sysfs, and not when the target goes")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which binds one cache to one device"))
                    .shortest("remove_sysfs with dirty data")
                    .withoutType("a null pointer here would be an exception, which shows nothing about data"),
            defect("WB-B11", "shared variables without atomics")
                    .driver("reads 64-bit ids and flags without a lock or barrier")
                    .upstream(Upstream.fixed("68919ba, 6122cfe, 625383f (2013-10-12)"))
                    .shortest("a 32-bit machine")
                    .withoutType("Java reads a volatile long at once, and the simulated runtime interleaves at "
                            + "synchronisation only"),
            defect("WB-B12", "a writer waits a second for its slot")
                    .driver("lets the migration daemon sleep for a second, and wakes it for nobody")
                    .upstream(Upstream.fixed("73cfd8e (2013-10-12)"))
                    .caughtBy(TEST, "AsPublishedTest")
                    .shortest("a write when all slots are used")
                    .module(module(with().migrateDaemon(DaemonSleeps::new))),
            defect("WB-B13", "barriers on the system workqueue")
                    .driver("does its barrier work where that of others may wait for it")
                    .upstream(Upstream.fixed("5a5bc12 (2.0.3)"))
                    .shortest("work of others that waits for a flush of this device")
                    .withoutType("there is no work of others here"),
            defect("WB-B14", "a sector of two writes")
                    .driver("copies from a RAM buffer while a writer copies to it")
                    .upstream(Upstream.fixed("fabbc10 (2.2.0)"))
                    .shortest("a write and a read of one sector")
                    .withoutType("tasks switch at synchronisation only, never within a copy"),
            defect("WB-B15", "one cache_id_ptr for all")
                    .driver("keeps the id of switch_to for whoever sends the next message")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which drops the mgr target"))
                    .shortest("two administrators at once")
                    .withoutType("it is the interface, kept; a message of the reference can name its cache"),
            defect("WB-B16", "files of a cache before the cache is up")
                    .driver("adds its directory before the current segment exists")
                    .upstream(Upstream.fixed("a later commit: tunables become messages"))
                    .shortest("flush_current_buffer during resume")
                    .withoutType("a null pointer here would be an exception, which shows nothing about data"),
            defect("WB-B17", "a spurious flush")
                    .driver("flushes a segment for barriers that another one took")
                    .upstream(Upstream.kept("harmless"))
                    .shortest("the deadline, while a segment gets full")
                    .withoutType("it is not a defect: no wake-up is lost"),
            defect("WB-B18", "a FUA write waits for the next segment")
                    .driver("adds the bio to the list after its data is in the buffer")
                    .upstream(Upstream.kept("harmless"))
                    .shortest("a FUA write into the last line")
                    .withoutType("it is not a defect: it costs latency only"));

    private StopDefects() {}
}
