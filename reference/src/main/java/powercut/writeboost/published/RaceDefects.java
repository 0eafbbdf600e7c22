package powercut.writeboost.published;

import static powercut.dm.PublishedDefect.Layer.CONFORMANCE;
import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.SCHEDULE;
import static powercut.dm.PublishedDefect.Layer.STRESS;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writeboost.published.WriteboostDefects.defect;
import static powercut.writeboost.published.WriteboostDefects.module;
import static powercut.writeboost.published.WriteboostDefects.with;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Upstream;
import powercut.runtime.Schedule;

/** Races: WB-B1 to B18. */
final class RaceDefects {
    private static final String ALLOW_MIGRATE = "sysfs caches/3/allow_migrate 1";
    private static final String FLUSH_BUFFER = "sysfs caches/3/flush_current_buffer 1";
    private static final String TWO_SLOTS = "0 48 writeboost 1 backing 3 cache@0+48";

    static final List<PublishedDefect> ALL = List.of(
            defect("WB-B1", "dirty bits before data")
                    .driver("sets the bits under a lock and copies after it; a reader takes what the buffer held")
                    .upstream(Upstream.fixed("2.2.0"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(SCHEDULE, "RaceScheduleTest")
                    .caughtBy(STRESS, "ReadBesideWrite")
                    .shortest("a write and a read of one block")
                    .exhibit("writeboost", "write 0 8 fua", "write 0 8 &", "read 0 8")
                    .module(module(with().currentBuffer(WaitsForWriters::new)
                            .mapping((cache, wb, begin) -> new BitsBeforeData(cache, wb)))),
            defect("WB-B2", "a new line hides the copy that is still needed")
                    .driver("lets a line be found before it has a dirty bit; a reader takes the backing device for "
                            + "newest")
                    .upstream(Upstream.fixed("2.2.0"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(SCHEDULE, "RaceScheduleTest")
                    .caughtBy(STRESS, "ReadBesideWrite")
                    .shortest("a durable block, and at once a full overwrite and a read")
                    .exhibit("writeboost", "write 0 8 fua", "write 0 8 &", "read 0 8")
                    .module(module(with().currentBuffer(WaitsForWriters::new)
                            .mapping((cache, wb, begin) -> new RegisteredClean(cache, wb)))),
            defect("WB-B3", "the write-back of a reader comes last")
                    .driver("writes a partly dirty block back in the read path, without io_lock")
                    .upstream(Upstream.fixed("fabbc10 (2.2.0)"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(SCHEDULE, "RaceScheduleTest")
                    .shortest("a reader is delayed before its write; meanwhile the block is overwritten, "
                            + "flushed, and written back for a partial write")
                    .exhibit(rare("", "write 0 1 fua", "read 0 1 &", "write 0 2", FLUSH_BUFFER, "write 1 1", "flush"))
                    .module(module(with().mapping((cache, wb, begin) -> new ReaderWritesBack(cache, wb)))),
            defect("WB-B4", "the write-back of the daemon comes last")
                    .driver("writes a block back while the daemon has an older version of it on its way")
                    .upstream(Upstream.fixed("fabbc10 (2.2.0)"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(SCHEDULE, "RaceScheduleTest")
                    .caughtBy(STRESS, "WriteBesideMigration")
                    .shortest("the daemon is delayed; meanwhile the block is overwritten, flushed, and "
                            + "written back for a partial write")
                    .exhibit(rare("", ALLOW_MIGRATE, "write 0 8 fua", "write 0 8", FLUSH_BUFFER, "write 0 1", "flush"))
                    .module(module(with().mapping((cache, wb, begin) -> new MigrationNotAwaited(cache, wb)))),
            defect("WB-B5", "a discard under a reader")
                    .driver("discards the data of a segment while reads are on their way to it")
                    .upstream(Upstream.fixed("f8c99c5 (2013-12-22)"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(SCHEDULE, "RaceScheduleTest")
                    .shortest("a read is delayed; meanwhile its segment is migrated")
                    .exhibit(rare(TWO_SLOTS, "write 0 8 fua", "read 0 8 &", "write 8 16"))
                    .module(module(with().migrateDaemon(DiscardsUnderReaders::new))),
            defect("WB-B6", "two segments in one RAM buffer")
                    .driver("takes buffer 0 after resume, whatever the id, and does not mark it busy")
                    .upstream(Upstream.fixed("758653b (2014-01-09)"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("recovery gives an id whose remainder by 64 is 63; two segments are filled")
                    .exhibit(new Exhibit("writeboost", "0 496 writeboost 1 backing@0+496 3 cache@0+1040",
                            List.of("write 0 496 fua", "crash", "write 0 16 fua"), List.of()))
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
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a write when all slots are used")
                    .exhibit(new Exhibit("writeboost", TWO_SLOTS, List.of("write 0 24"), List.of()))
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

    private RaceDefects() {}

    /** One thing is late for so long that random choices hardly ever make it so. */
    private static Exhibit rare(String table, String... ops) {
        return new Exhibit("writeboost", table, List.of(ops), List.of()).under(Schedule.PCT);
    }
}
