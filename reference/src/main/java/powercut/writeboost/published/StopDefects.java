package powercut.writeboost.published;

import static powercut.dm.PublishedDefect.Layer.CONFORMANCE;
import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writeboost.published.WriteboostDefects.defect;
import static powercut.writeboost.published.WriteboostDefects.module;
import static powercut.writeboost.published.WriteboostDefects.with;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Upstream;

/** Errors and stops: WB-A12 to A20. */
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
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a log is formatted again, and the power fails after the superblock")
                    .exhibit(new Exhibit("writeboost", "0 48 writeboost 1 backing 0",
                            List.of("mgr format_cache_device cache"), List.of()))
                    .module(module(with().formatCache(SuperblockFormattedFirst::new))),
            defect("WB-A16", "anything is taken for a log")
                    .driver("has a record in its superblock, and neither magic nor geometry")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), but for the backing device"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a cache device grows by a segment")
                    .exhibit(new Exhibit("writeboost", "0 48 writeboost 1 backing 3 cache@0+64",
                            List.of("mgr resume_cache cache 4"), List.of()))
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
                    .withoutType("old data after a discard is admissible; the reference drops it durably"));

    private StopDefects() {}
}
