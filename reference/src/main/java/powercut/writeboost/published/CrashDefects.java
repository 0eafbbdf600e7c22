package powercut.writeboost.published;

import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.SPEC;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writeboost.published.WriteboostDefects.defect;
import static powercut.writeboost.published.WriteboostDefects.module;
import static powercut.writeboost.published.WriteboostDefects.with;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Upstream;

/** What a power failure can lose: WB-A1 to WB-A11. */
final class CrashDefects {
    private static final String V2 = "dm-writeboost 2.2.17, Linux 6.1";
    private static final String ALLOW_MIGRATE = "sysfs caches/3/allow_migrate 1";
    private static final String COMMIT = "sysfs caches/3/commit_super_block 1";
    private static final String PAUSE = "pause 1"; // in which the daemons go on
    private static final String LONGER_THAN_A_SEGMENT = "0 520 writeboost 1 backing@0+520 3 cache";
    private static final String TWO_SLOTS = "0 48 writeboost 1 backing 3 cache@0+48";

    static final List<PublishedDefect> ALL = List.of(
            defect("WB-A1", "a segment without its data is taken for whole")
                    .driver("writes header and data in one request, and checks nothing but the laps of the header")
                    .upstream(Upstream.fixed("017ba11, 076d5ae, 99fe7d6 (2014-01-01): checksum"))
                    .caughtBy(SPEC, "MCLapAtomicityWBA1").caughtBy(EXPLORE, "writeboost")
                    .shortest("a block is made durable; the power fails while a second version of it is on its way, "
                            + "when its header is there and its data is not")
                    .exhibit("writeboost", "write 0 8 fua", "write 0 8 fua")
                    .module(module(with().flushDaemon(DataNotAwaited::new))),
            defect("WB-A2", "segments behind a gap of ids are replayed, and durable ones thrown away")
                    .driver("goes around the ring of slots and takes every id that is larger than the last; the first "
                            + "that is smaller ends the log")
                    .upstream(Upstream.reproducedOn(V2))
                    .caughtBy(SPEC, "MCLapAtomicityWBA2").caughtBy(SPEC, "MCLapAtomicityWBA2Newest")
                    .caughtBy(EXPLORE, "writeboost")
                    .shortest("a wrapped log; of two new segments over old ones only the second gets to the disk, and "
                            + "the durable ones behind it have smaller ids. Headers that are written together may "
                            + "overtake each other, in the driver all of them")
                    .exhibit("writeboost", ALLOW_MIGRATE, "write 0 24 fua", "write 0 32")
                    .module(module(with().recovery(cache -> new PublishedScan(cache, RingScan::new)))),
            defect("WB-A3", "a segment of a timeline that was given up comes back")
                    .driver("leaves what it does not replay in its slot, and uses the ids again")
                    .upstream(Upstream.reproducedOn(V2))
                    .caughtBy(SPEC, "MCLapAtomicityWBA3").caughtBy(SPEC, "MCLapAtomicityWBA3Volatile")
                    .caughtBy(EXPLORE, "writeboost")
                    .shortest("of two segments only the second gets to the disk; after the power failure the first "
                            + "is written again, and the second follows it")
                    .exhibit("writeboost", "write 0 40", "crash", "write 32 8 fua")
                    .module(module(with().recovery(NothingInvalidated::new))),
            defect("WB-A4", "two headers of one id and lap mix")
                    .driver("gives an id again whose header has been torn, with the same lap")
                    .upstream(Upstream.fixed("f1a7b37 (2013-10-25) and the checksum of 2014"))
                    .caughtBy(SPEC, "MCLapAtomicityWBA4").caughtBy(EXPLORE, "writeboost-order9")
                    .shortest("a header of two sectors of which only the second gets to the disk; then another of the "
                            + "same id of which only the first does")
                    .exhibit(new Exhibit("writeboost-order9", LONGER_THAN_A_SEGMENT,
                            List.of("write 0 512", "crash", "write 8 304 fua"), List.of()))
                    .module(module(with().recovery(NothingInvalidated::new))),
            defect("WB-A5", "a torn header over an old segment hides the whole log")
                    .driver("begins with the slot of the smallest id, and ends at the first header that does not hold "
                            + "together")
                    .upstream(Upstream.reproducedOn(V2))
                    .caughtBy(SPEC, "MCLapAtomicityWBA5").caughtBy(EXPLORE, "writeboost-order9")
                    .shortest("a wrapped log; a segment is written over one with a header of two sectors, whose first "
                            + "stays old")
                    .exhibit("writeboost-order9", "write 0 304 fua", "write 312 8 fua")
                    .module(module(with().recovery(cache -> new PublishedScan(cache, TornEndsLog::new)))),
            defect("WB-A6", "data is discarded that recovery replays")
                    .driver("discards the data of a segment as soon as it is migrated; the superblock is written when "
                            + "userland asks for it")
                    .upstream(Upstream.fixed("f8c99c5 (2013-12-22)"))
                    .caughtBy(SPEC, "MCLapAtomicityWBA6").caughtBy(SPEC, "MCLapAtomicityWBA6Reuse")
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "WriteboostDefectsTest")
                    .shortest("a durable write is migrated")
                    .exhibit("writeboost", ALLOW_MIGRATE, "write 0 16 fua")
                    .module(module(with().migrateDaemon(DiscardedWhenMigrated::new))),
            defect("WB-A7", "the superblock runs ahead of the log")
                    .driver("records what is migrated without a FLUSH of the cache device, and after a power failure "
                            + "gives ids that the record says are migrated")
                    .upstream(Upstream.reproducedOn(V2))
                    .caughtBy(SPEC, "MCLapAtomicityWBA7").caughtBy(EXPLORE, "writeboost")
                    .shortest("a segment is written, migrated and recorded, and its header is lost; the next one gets "
                            + "its id, and recovery ignores it")
                    .exhibit("writeboost", ALLOW_MIGRATE, "write 0 16", PAUSE, COMMIT, "crash", "write 0 8 fua")
                    .module(module(with().superblockRecord(RecordAheadOfLog::new).recovery(NextIdFollowsLog::new))),
            defect("WB-A8", "the current segment is migrated")
                    .driver("infers after recovery which segment was migrated last, and is off by one: it is the one "
                            + "whose slot is used next")
                    .upstream(Upstream.fixed("606e321, 92bbb89, 335ffd9 (2014-01)"))
                    .caughtBy(SPEC, "MCLapAtomicityWBA8").caughtBy(EXPLORE, "writeboost")
                    .shortest("a full log of which something is recorded; after a power failure a write, while the "
                            + "daemon may migrate")
                    .exhibit(new Exhibit("writeboost", TWO_SLOTS, List.of(ALLOW_MIGRATE, "write 0 16 fua", COMMIT,
                            "crash", ALLOW_MIGRATE, "write 16 8 fua"), List.of()))
                    .module(module(with().recovery(MigratedInferred::new))),
            defect("WB-A9", "recovery leaves the older of two copies dirty")
                    .driver("takes the older copy out of the hash table and leaves its dirty bits, so that it is "
                            + "migrated over the newer one")
                    .upstream(Upstream.fixed("8423b58 (2013-12-14)"))
                    .caughtBy(SPEC, "MCLapAtomicityWBA9").caughtBy(EXPLORE, "writeboost")
                    .shortest("two versions of a block in the log and a power failure; then the newer one is written "
                            + "back because of a partial write, the older one is migrated")
                    .exhibit("writeboost", "write 0 8 fua", "write 0 8 fua", "crash", ALLOW_MIGRATE, "write 0 1 fua")
                    .module(module(with().recovery(OlderStaysDirty::new))),
            defect("WB-A10", "a durable version is dropped for one in RAM")
                    .driver("drops a block that is overwritten in full, and records its segment as migrated although "
                            + "the newer version can still be lost")
                    .upstream(Upstream.reproducedOn(V2))
                    .caughtBy(SPEC, "MCLapAtomicityWBA10").caughtBy(SPEC, "MCLapAtomicityLiveWBA10")
                    .caughtBy(EXPLORE, "writeboost")
                    .shortest("a durable block is overwritten in RAM; its segment is migrated without it and recorded")
                    .exhibit("writeboost", ALLOW_MIGRATE, "write 0 8 fua", "write 0 8", COMMIT)
                    .module(module(with().superblockRecord(RecordWhenMigrated::new))),
            defect("WB-A11", "a partial block is written back without FUA")
                    .driver("writes the dirty sectors of a partial block to the backing device, marks it clean, and "
                            + "nothing flushes the backing device; its daemon marks blocks clean before the FLUSH")
                    .upstream(Upstream.fixed("4353fa2 (2014-01-11); the background is not"))
                    .caughtBy(SPEC, "MCLapAtomicityWBA11").caughtBy(SPEC, "MCLapAtomicityWBA11Background")
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "WriteboostDefectsTest")
                    .shortest("a durable sector is written back because its neighbour is written, which becomes "
                            + "durable; recovery takes the newer line")
                    .exhibit("writeboost", "write 2 1 fua", "write 3 1 fua")
                    .module(module(with().mapping((cache, wb, begin) -> new PlainWhenPartial(cache, wb))
                            .migrateDaemon(CleanBeforeFlush::new))));

    private CrashDefects() {}
}
