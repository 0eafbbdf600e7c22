package powercut.writecache.published;

import static powercut.dm.PublishedDefect.Layer.CONFORMANCE;
import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.SCHEDULE;
import static powercut.dm.PublishedDefect.Layer.SPEC;
import static powercut.dm.PublishedDefect.Layer.STRESS;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writecache.published.WritecacheDefects.LINUX;
import static powercut.writecache.published.WritecacheDefects.defect;
import static powercut.writecache.published.WritecacheDefects.with;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Upstream;
import powercut.writecache.WritecacheType;

/** Crashes, hangs and races: WC-20 to WC-32. */
final class HangDefects {
    /** A cache of one block, written back when it is used. */
    private static final String ONE_BLOCK =
            "0 16 writecache s origin cache@0+2 512 4 high_watermark 100 low_watermark 100";

    /** A cache that holds more blocks than writeback takes before it gives way. */
    private static final String NINETY_BLOCKS =
            "0 90 writecache s origin@0+90 cache@0+103 512 4 high_watermark 20 low_watermark 0";

    /** A cache of one block more than writeback has in flight at once, written back to the last one when it is full. */
    private static final String ONE_BLOCK_MORE_THAN_JOBS = "0 65537 writecache s origin@0+65537 cache@0+67586 512"
            + " 4 high_watermark 100 low_watermark 0";

    static final List<PublishedDefect> ALL = List.of(
            defect("WC-20", "the dirty bitmap is scanned past its end")
                    .driver("takes a length in bytes for one in longs, and reads eight times as far")
                    .upstream(Upstream.fixed("\"fix a crash due to reading past end of dirty_bitmap\""))
                    .shortest("a commit of a cache of more than 64 GiB in blocks of 4096 bytes")
                    .withoutType("a BitSet has no memory behind its end"),
            defect("WC-21", "work outlives suspend")
                    .driver("requeues writeback after 64 entries, and flushes the queue where it should drain it, "
                            + "while the device does not look suspended")
                    .upstream(Upstream.fixed("adc0daad366b (5.6)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(SCHEDULE, "HangsAsPublishedTest")
                    .caughtBy(STRESS, "SuspendBesideWriteback")
                    .shortest("more than 64 blocks to write back at suspend")
                    .exhibit(new Exhibit("writecache-ssd", NINETY_BLOCKS,
                            List.of("write 20 70 &", "write 0 10 &", "suspend"), List.of()))
                    .type(new WritecacheType(with().writeback(WorkOutlivesSuspend::new))),
            defect("WC-22", "a full cache at resume takes no write")
                    .driver("starts no writeback at resume, and allocating starts it only where a block is free")
                    .upstream(Upstream.notFixed())
                    .caughtBy(SPEC, "MCFreelistWaitWC22").caughtBy(SPEC, "MCFreelistWaitPmemWC22")
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(TEST, "HangsAsPublishedTest").caughtBy(TEST, "PmemAsPublishedTest")
                    .shortest("the power fails while the cache is full of committed blocks; then a write")
                    .exhibit(new Exhibit("writecache-ssd", ONE_BLOCK,
                            List.of("write 0 1 fua", "crash", "write 1 1"), List.of()))
                    .type(new WritecacheType(with().writeback(NoWritebackAtResume::new))),
            defect("WC-23", "an error wakes one of several writers")
                    .driver("wakes one waiter of freelist_wait, which several wait on for different things")
                    .upstream(Upstream.fixed("4.19 (commit not known)"))
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(SPEC, "MCFreelistWaitWC23").caughtBy(SCHEDULE, "HangsAsPublishedTest")
                    .caughtBy(STRESS, "WriteErrorWakesWriters")
                    .shortest("two writers wait for a free block when the copy of the last one fails")
                    .exhibit(new Exhibit("writecache-ssd", ONE_BLOCK,
                            List.of("write 0 1 &", "write 1 1 &", "write 2 1 &", "write 3 1 &"),
                            List.of("origin:error_writes@1")))
                    .type(new WritecacheType(with().freelistWait(WakesOneWaiter::new))),
            defect("WC-24", "suspend hangs after a writeback error")
                    .driver("wakes for a freed block or for an error and for nothing else; after the first error "
                            + "the end of writeback is neither")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(SPEC, "MCFreelistWaitWC24").caughtBy(SPEC, "MCFreelistWaitPmemWC24")
                    .caughtBy(TEST, "HangsAsPublishedTest").caughtBy(TEST, "PmemAsPublishedTest")
                    .shortest("two copies; the first fails at once, the second succeeds later")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1", "write 2 1", "message flush"),
                            List.of("origin:error_writes@1")))
                    .type(new WritecacheType(with().endio(NoWakeAfterError::new))),
            defect("WC-25", "an error set without the lock is missed")
                    .driver("sets the error of a failed flush of the origin outside the lock, between the test "
                            + "and the sleep of a writer")
                    .upstream(Upstream.notFixed())
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(TEST, "HangsAsPublishedTest")
                    .caughtBy(STRESS, "FlushErrorWakesWriters")
                    .shortest("a writeback whose flush of the origin fails; once WC-24 is mended, its wake hides "
                            + "this one, and only the invariant shows it")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1", "message flush"),
                            List.of("origin:error_flushes@1")))
                    .type(new WritecacheType(with().endio(ErrorSetWithoutLock::new))),
            defect("WC-26", "the flush thread takes a bio that is not there")
                    .driver("hands bios over in one slot that it never tests, and takes whatever woke it for a new bio")
                    .upstream(Upstream.fixed("4.19 (commit not known), by a list"))
                    .caughtBy(EXPLORE, "writecache-ssd").caughtBy(SCHEDULE, "ScheduleTest")
                    .shortest("a wake-up of the flush thread that nobody meant")
                    .exhibit("writecache-ssd", "flush", "wake dm_writecache_flush")
                    .type(new WritecacheType(with().flushThread(AnyWakeIsABio::new))),
            defect("WC-27", "block size below the sectors of a device")
                    .driver("does not compare block_size with the logical block size of origin and cache")
                    .upstream(Upstream.fixed("31b22120194b (5.7)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("block_size 512 on a device of 4096-byte sectors")
                    .exhibit(new Exhibit("writecache-ssd",
                            "0 16 writecache s origin cache 512 0",
                            List.of("origin:block=4096"), List.of("flush"), List.of()))
                    .type(new WritecacheType(with().arguments(new BlockSizeUnchecked()))),
            defect("WC-28", "soft lockups on large devices")
                    .driver("loops over all entries without giving way")
                    .upstream(Upstream.fixed("1edaa447d958"))
                    .shortest("a cache of hundreds of GiB")
                    .withoutType("a thread of the JVM can be preempted anywhere"),
            defect("WC-29", "suspend waits for writeback down to the watermark")
                    .driver("interrupts a run after 64 entries only while the device is not suspended")
                    .upstream(Upstream.fixed("af4f6cabcc5a (5.14)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "HangsAsPublishedTest")
                    .shortest("suspend while more than 64 blocks are above the low watermark")
                    .exhibit(new Exhibit("writecache-ssd", NINETY_BLOCKS,
                            List.of("write 20 70 &", "write 0 10 &", "suspend"), List.of()))
                    .type(new WritecacheType(with().writeback(SuspendKeepsWritingBack::new))),
            defect("WC-30", "unlimited writeback_jobs")
                    .driver("has no default limit to the blocks in flight, and to the memory that takes")
                    .upstream(Upstream.fixed("ca7dc242e358 (6.0)"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "OptionsAsPublishedTest")
                    .shortest("a full cache of more than 65,536 blocks with its low watermark lowered")
                    .exhibit(new Exhibit("writecache-ssd", ONE_BLOCK_MORE_THAN_JOBS,
                            List.of("write 0 65537"), List.of()))
                    .type(new WritecacheType(with().arguments(new WritebackJobsUnlimited()))),
            defect("WC-31", "size computations overflow")
                    .driver("multiplies sizes on 32 bits")
                    .upstream(Upstream.fixed("array_size (5.x)"))
                    .shortest("a large cache on a 32-bit machine")
                    .withoutType("array sizes are checked when they are converted, and the seed computes right on "
                            + "64 bits"),
            defect("WC-32", "positive error codes")
                    .driver("takes the number of bytes that memcpy_mcsafe has left for an errno")
                    .upstream(Upstream.notFixed())
                    .shortest("a poisoned line of persistent memory, and status")
                    .withoutType("a load ends with an exception here, in which there is no number to mix up"));

    private HangDefects() {}
}
