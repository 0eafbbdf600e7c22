package powercut.writecache.published;

import static powercut.dm.PublishedDefect.Layer.CONFORMANCE;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writecache.published.WritecacheDefects.defect;
import static powercut.writecache.published.WritecacheDefects.with;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Upstream;
import powercut.writecache.WritecacheType;

/** Options, watermarks, status and speed: WC-40 to WC-50. */
final class OptionDefects {
    static final List<PublishedDefect> ALL = List.of(
            defect("WC-40", "autocommit_time in the wrong unit")
                    .driver("converts milliseconds with jiffies_to_msecs, which multiplies where it should divide")
                    .upstream(Upstream.fixed("the merge (msecs_to_jiffies)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("autocommit_time 1000 at 250 ticks a second: commits after 16 s, and prints 16000")
                    .exhibit(new Exhibit("writecache-ssd",
                            "0 16 writecache s origin cache 512 2 autocommit_time 1000",
                            List.of("flush"), List.of()))
                    .type(new WritecacheType(with().arguments(new AutocommitTimeInJiffies()))),
            defect("WC-41", "low_watermark is never used")
                    .driver("stops writeback where it starts, at the high watermark")
                    .upstream(Upstream.fixed("4.19 (commit not known)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("writes above the high watermark")
                    .exhibit(new Exhibit("writecache-ssd",
                            "0 16 writecache s origin cache 512 4 high_watermark 25 low_watermark 0",
                            List.of("write 0 1", "write 2 1"), List.of()))
                    .type(new WritecacheType(with().writeback(LowWatermarkUnused::new))),
            defect("WC-42", "high_watermark below low_watermark is accepted")
                    .driver("does not compare the two")
                    .upstream(Upstream.fixed("a check of its own (commit not known)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("high_watermark 10 low_watermark 20")
                    .exhibit(new Exhibit("writecache-ssd",
                            "0 16 writecache s origin cache 512 4 high_watermark 10 low_watermark 20",
                            List.of("flush"), List.of()))
                    .type(new WritecacheType(with().arguments(new WatermarksUnchecked()))),
            defect("WC-43", "the status shows 1 for any error")
                    .driver("prints whether there is an error, where the documentation says which")
                    .upstream(Upstream.notFixed())
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("a copy fails; status")
                    .exhibit(new Exhibit("writecache-ssd",
                            "0 16 writecache s origin cache 512 0",
                            List.of("write 0 1", "flush"), List.of("cache:error_flushes@3")))
                    .type(new WritecacheType(with().status(ErrorIsOne::new))),
            defect("WC-44", "the table line is not what was given")
                    .driver("computes watermarks back from block counts")
                    .upstream(Upstream.fixed("054bee16163d (5.12)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("high_watermark 6 in a cache of 10 blocks prints as 10")
                    .exhibit(new Exhibit("writecache-ssd",
                            "0 16 writecache s origin cache 512 4 high_watermark 6 low_watermark 6",
                            List.of("flush"), List.of()))
                    .type(new WritecacheType(with().status(WatermarksRecomputed::new))),
            defect("WC-45", "ten feature args at most")
                    .driver("counts the words of five valued options and forgets fua")
                    .upstream(Upstream.fixed("67aa3ec3dbc4"))
                    .caughtBy(CONFORMANCE, "writecache-pmem").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("mode p with all five valued options and fua")
                    .exhibit(new Exhibit("writecache-pmem",
                            "0 16 writecache p origin cache 512 11 high_watermark 50 low_watermark 45 writeback_jobs 1"
                                    + " autocommit_blocks 2 autocommit_time 3 fua",
                            List.of("flush"), List.of()))
                    .type(new WritecacheType(with().arguments(new TenFeatureArgs()))),
            defect("WC-46", "allocating starts writeback that is not needed")
                    .driver("compares freelist_size alone with the watermark, not the blocks on their way")
                    .upstream(Upstream.fixed("later (freelist_size + writeback_size)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("a write while enough blocks are under writeback: nothing differs but the number of "
                            + "times that the work item runs")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 4 &", "write 5 5"), List.of()))
                    .type(new WritecacheType(with().writeback(InFlightUncounted::new))),
            defect("WC-47", "the LRU is a FIFO")
                    .driver("does not move an entry that is overwritten in place")
                    .upstream(Upstream.kept("no harm"))
                    .shortest("a block that is overwritten again and again")
                    .withoutType("the reference keeps the order of insertion, as every version of the driver does"),
            defect("WC-48", "the error stays, words too many are ignored")
                    .driver("never clears wc->error; ignores what follows the options; takes the last of repeated "
                            + "options")
                    .upstream(Upstream.kept("no harm"))
                    .shortest("suspend and resume after an error")
                    .withoutType("the reference does the same on purpose"),
            defect("WC-49", "misleading texts")
                    .driver("names a work queue writeabck, the flush thread endio, and a failed flush of the "
                            + "origin metadata")
                    .upstream(Upstream.fixed("later, but for the flush of the origin"))
                    .shortest("a failed flush of the origin")
                    .withoutType("the one text that shows at run time is kept word for word; threads that cannot "
                            + "be spawned do not exist here"),
            defect("WC-50", "slow paths")
                    .driver("writes one block per bio, the superblock as a whole region, waits while the cache is "
                            + "full, and flushes in LRU order")
                    .upstream(Upstream.fixed("dcd195071f22, dc8a01ae1dbd, d53f1fafec9d and others"))
                    .shortest("sequential writes")
                    .withoutType("it concerns time alone, and nothing here measures the time of a device; the "
                            + "superblock is one FUA write already"));

    private OptionDefects() {}
}
