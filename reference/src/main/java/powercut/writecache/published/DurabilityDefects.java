package powercut.writecache.published;

import static powercut.dm.PublishedDefect.Layer.CONFORMANCE;
import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.PROPERTY;
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

/** What can become of acknowledged data: WC-01 to WC-17. */
final class DurabilityDefects {
    static final List<PublishedDefect> ALL = List.of(
            defect("WC-01", "data may reach the medium after the superblock that commits it")
                    .driver("writes entries, flushes, and only then waits for data writes in flight")
                    .upstream(Upstream.fixed("aa9509209c5a (5.6)"))
                    .caughtBy(SPEC, "MCCommitWC01").caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(PROPERTY, "PublishedDefectsTest").caughtBy(STRESS, "FlushRacesWriteCompletion")
                    .caughtBy(SCHEDULE, "RacesInSimulationTest").caughtBy(TEST, "PublishedDefectsTest")
                    .shortest("a write is in flight when a flush begins; the power fails when the superblock has "
                            + "reached the medium and the data has not")
                    .exhibit("writecache-ssd", "write 0 1", "message flush", "write 0 1 &", "flush")
                    .type(new WritecacheType(with().commit(FlushBeforeDataWait::new))),
            defect("WC-02", "acknowledged FUA write lost, in persistent memory")
                    .driver("ends a FUA write like any other, while its entry is uncommitted")
                    .upstream(Upstream.fixed("c1005322ff02 (5.5)"))
                    .caughtBy(SPEC, "MCCommitPmemWC02").caughtBy(EXPLORE, "writecache-pmem")
                    .caughtBy(PROPERTY, "PublishedDefectsTest").caughtBy(TEST, "PmemAsPublishedTest")
                    .shortest("one FUA write")
                    .exhibit("writecache-pmem", "write 0 1 fua")
                    .type(new WritecacheType(with().commit(FuaIgnored::new))),
            defect("WC-03", "acknowledged FUA write lost")
                    .driver("ends a FUA write while its entry is uncommitted")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(SPEC, "MCCommitWC03").caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(PROPERTY, "PublishedDefectsTest").caughtBy(TEST, "PublishedDefectsTest")
                    .shortest("one FUA write to a block that is not cached")
                    .exhibit("writecache-ssd", "write 0 1 fua")
                    .type(new WritecacheType(with().commit(FuaIgnored::new))),
            defect("WC-04", "FLUSH does nothing while every entry is under writeback")
                    .driver("returns at once when the LRU is empty, whatever was overwritten in place")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(SPEC, "MCCommitWC04").caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(PROPERTY, "PublishedDefectsTest").caughtBy(TEST, "PublishedDefectsTest")
                    .shortest("a committed block is overwritten in place, taken for writeback, and flushed before "
                            + "its copy ends")
                    .exhibit("writecache-ssd", "write 0 1", "message flush &", "write 0 1", "flush")
                    .type(new WritecacheType(with().commit(FlushNoOpWhenLruEmpty::new))),
            defect("WC-05", "FLUSH ends well although its commit failed")
                    .driver("looks for an error before the commit and not after it")
                    .upstream(Upstream.fixed("4.19 (commit not known)"))
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("one write, and a flush whose first metadata write fails")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1", "flush"),
                            List.of("cache:error_writes@4")))
                    .type(new WritecacheType(with().commit(FlushIgnoresItsCommit::new))),
            defect("WC-06", "a commit goes on after its first half failed")
                    .driver("writes the superblock although writing the entries, or flushing the data, has failed")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(SPEC, "MCCommitFaultsWC06").caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("the cache's FLUSH fails, the superblock that follows is durable by FUA: a new "
                            + "block is committed without its data")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1 fua", "message flush", "write 0 1", "flush"),
                            List.of("cache:error_flushes@5")))
                    .type(new WritecacheType(with().commit(CommitGoesOnAfterError::new))),
            defect("WC-06c", "suspend commits although an error is set")
                    .driver("tests for an error before it commits for a FLUSH and not at suspend, where the first "
                            + "error then hides the commit's own")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(EXPLORE, "writecache-ssd").caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("an autocommit fails when it writes the entries; at suspend the cache's FLUSH fails as "
                            + "well, and the superblock commits a new block without its data")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1 fua", "message flush", "write 0 1", "suspend"),
                            List.of("cache:error_writes@9", "cache:error_flushes@5")))
                    .type(new WritecacheType(with().commit(CommitBeginsAfterError::new))),
            defect("WC-07", "a reloaded table works with old metadata")
                    .driver("reads the metadata in the constructor, while the target of the old table still runs, "
                            + "and uses that at resume")
                    .upstream(Upstream.fixed("31b22120194b (5.7)"))
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(SPEC, "MCCommitReloadWC07").caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("a table is loaded, a block written and flushed, and the tables are switched")
                    .exhibit("writecache-ssd", "write 0 1", "reload", "read 0 1")
                    .type(new WritecacheType(with().recovery(MetadataReadAtConstruction::new))),
            defect("WC-08", "a failed write shows what another sector left in the block")
                    .driver("ignores the status of a data write; the entry is committed as if it had succeeded")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("a write to a block that was used before fails; the flush ends well")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1 fua", "message flush", "write 0 1", "read 0 1"),
                            List.of("cache:error_writes@2 1+8")))
                    .type(new WritecacheType(with().commit(FailedWriteKept::new))),
            defect("WC-09", "a committed block is overwritten in place")
                    .driver("overwrites in SSD mode, so a power failure in the middle may leave a mix of sectors, "
                            + "old and new")
                    .upstream(Upstream.kept("what a block holds that is being written is not specified"))
                    .shortest("two writes of one block of several sectors, the first flushed")
                    .withoutType("the reference does the same on purpose, and the contract is per sector, which "
                            + "is all that a disk promises"),
            defect("WC-10", "reads show the origin when the metadata cannot be read")
                    .driver("treats entries that cannot be read as free, and lets reads through")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(SPEC, "MCCommitFaultsWC10").caughtBy(SPEC, "MCCommitPmemFaultsWC10")
                    .caughtBy(TEST, "DurabilityAsPublishedTest").caughtBy(TEST, "PmemAsPublishedTest")
                    .shortest("a committed block; the sector of its entry cannot be read at the next activation")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1 fua", "suspend", "read 0 1"),
                            List.of("cache:error_reads@3")))
                    .type(new WritecacheType(with().recovery(UnreadableTakenForFree::new))),
            defect("WC-11", "an interrupted format is refused for ever")
                    .driver("writes the version before the magic, and formats only where both are zero")
                    .upstream(Upstream.reproducedOn(LINUX))
                    .caughtBy(SPEC, "MCSeqCountWC11").caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("the power fails between the two commits of the format")
                    .exhibit("writecache-ssd", "flush")
                    .type(new WritecacheType(with().format(new FormatNeedsNoVersion()))),
            defect("WC-15", "discard details")
                    .driver("a: does not subtract a discarded block from uncommitted_blocks, so the next "
                            + "autocommit comes early. b: leaves blocks under writeback alone. c: forgets the "
                            + "blocks before the origin is asked. d: is durable at once")
                    .upstream(Upstream.fixed("39495b12ef1c (5.8), a alone"))
                    .caughtBy(CONFORMANCE, "writecache-ssd").caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("a: with autocommit_blocks 2, a write, its discard, and a write")
                    .exhibit(new Exhibit("writecache-ssd",
                            "0 16 writecache s origin cache 512 2 autocommit_blocks 2",
                            List.of("write 0 1", "discard 0 1", "write 1 1"), List.of()))
                    .type(new WritecacheType(with().discard(DiscardKeepsCount::new))),
            defect("WC-16", "two identical entries are cleaned up before anybody can see them")
                    .driver("sets the error, then frees the older entry and writes all metadata")
                    .upstream(Upstream.notFixed())
                    .caughtBy(EXPLORE, "writecache-ssd").caughtBy(TEST, "DurabilityAsPublishedTest")
                    .shortest("two committed entries of one sector and one sequence, here because the second one is "
                            + "misread: what was misread is written, where it should be left alone")
                    .exhibit(new Exhibit("writecache-ssd", "",
                            List.of("write 0 1", "write 1 1", "suspend"),
                            List.of("cache:corrupt_bio_byte 81 r 0 0 0+1", "cache:corrupt_bio_byte 89 r 0 0 0+1")))
                    .type(new WritecacheType(with().recovery(TwinsErased::new))),
            defect("WC-17", "a cache device does not know its origin")
                    .driver("has neither an identity nor a checksum in the format, and takes any sector number "
                            + "from an entry")
                    .upstream(Upstream.kept("limit of the format; shrunk origin fixed by 4134455f2aaf (5.12)"))
                    .shortest("a cache device with another origin")
                    .withoutType("the format has no field for either; an entry beyond the origin is a copy error, "
                            + "as in the mended driver"));

    private DurabilityDefects() {}
}
