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
import powercut.writeboost.Geometry;
import powercut.writeboost.Steps;

/** Arithmetic, arguments, limits: WB-C1 to C27. */
final class CodeDefects {
    private static final String DETACH = "reload 0 48 writeboost 1 backing 0";
    private static final String ATTACH = "reload 0 48 writeboost 1 backing 3 cache";

    static final List<PublishedDefect> ALL = List.of(
            defect("WB-C1", "the barrier deadline is a time since boot")
                    .driver("arms the timer with an interval where it takes a time")
                    .upstream(Upstream.fixed("236732e (2013-10-16)"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("one flush")
                    .exhibit("writeboost", "flush")
                    .module(module(with().barriers(AbsoluteDeadline::new))),
            defect("WB-C2", "bios of several pages")
                    .driver("copies bi_size bytes from the first page")
                    .upstream(Upstream.fixed("c4fffb8 (2.0.1)"))
                    .shortest("a bio of several pages")
                    .withoutType("a bio has one array of bytes here"),
            defect("WB-C3", "the beginning of the target is ignored")
                    .driver("does not make sectors relative to the target")
                    .upstream(Upstream.notFixed())
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a table with the target behind another")
                    .exhibit(new Exhibit("writeboost",
                            "0 8 linear backing@56+8 0; 8 48 writeboost 1 backing@0+56 3 cache",
                            List.of("discard 8 8"), List.of()))
                    .module(module(with().mapping(BeginIgnored::new))),
            defect("WB-C4", "limits of the devices are ignored")
                    .driver("reports the backing device only, with its own length")
                    .upstream(Upstream.fixed("72228e2, a81963b (2.2.8)"))
                    .shortest("a table longer than the backing device")
                    .withoutType("the limits belong to the table; the reference refuses such a table"),
            defect("WB-C5", "tiny cache devices")
                    .driver("computes the number of segments without a lower bound")
                    .upstream(Upstream.notFixed())
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a cache device of two segments")
                    .exhibit(new Exhibit("writeboost", "0 48 writeboost 1 backing 3 cache@0+32", List.of("flush"),
                            List.of()))
                    .module(module(withGeometry())),
            defect("WB-C6", "errors are repeated for ever")
                    .driver("tries again what has failed, with io_lock held")
                    .upstream(Upstream.fixed("4afa51b (2013-10-14), taken back by 3b3eccf (2.1.2); 5914f03"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a backing device that fails")
                    .exhibit(new Exhibit("writeboost", "", List.of("write 0 48"), List.of("backing:error_writes")))
                    .module(module(with().dmSafeIo(RepeatsForEver::new))),
            defect("WB-C7", "a buffer freed under its write")
                    .driver("frees the zeros that headers are being written from")
                    .upstream(Upstream.fixed("a commit between 1502d6c (2014-03-01) and f69f25d"))
                    .shortest("format_cache_device")
                    .withoutType("there is no memory to be used after it was freed"),
            defect("WB-C8", "stale memory on the disk")
                    .driver("writes what kmalloc returned")
                    .upstream(Upstream.fixed("95827c7 (2013-12-15), e42193e"))
                    .shortest("any segment that is not full")
                    .withoutType("arrays of Java are zeroed, and buffers are cleared when they are taken"),
            defect("WB-C9", "failed resume_cache returns success")
                    .driver("goes to its error label with 0, and takes a live cache from its slot")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which drops the mgr target"))
                    .shortest("resume_cache without memory")
                    .withoutType("memory does not run out in a way that a test could choose"),
            defect("WB-C10", "an unknown cache id")
                    .driver("goes to its error label with 0")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which binds one cache to one device"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("a table with a cache id that nobody has")
                    .exhibit(new Exhibit("writeboost", "0 48 writeboost 1 backing 5", List.of("flush"), List.of()))
                    .module(module(with().writeboostType(UnknownCacheTaken::new))),
            defect("WB-C11", "arguments are not counted")
                    .driver("reads argv[1] and argv[2] whatever argc is")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which drops the mgr target"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("a message with too few words, or a table with too many")
                    .exhibit("writeboost", "mgr switch_to")
                    .module(module(with().writeboostType(ArgumentsUncounted::new).mgr(MessageUncounted::new))),
            defect("WB-C12", "free_cache of nothing")
                    .driver("uses the slot of cache_id_ptr without looking whether a cache is in it")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which drops the mgr target"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("free_cache")
                    .exhibit("writeboost", "mgr free_cache")
                    .module(module(with().mgr(NothingFreed::new))),
            defect("WB-C13", "reserved ids are taken")
                    .driver("takes cache id 0, which means none, and device id 0, whose backing device is never "
                            + "flushed")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which binds one cache to one device"))
                    .caughtBy(EXPLORE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("a table with device id 0, or resume_cache without switch_to")
                    .exhibit(new Exhibit("writeboost", "0 48 writeboost 0 backing 3 cache",
                            List.of("sysfs caches/3/allow_migrate 1", "write 0 8", "flush",
                                    "sysfs caches/3/commit_super_block 1"), List.of()))
                    .module(module(with().mgr(CacheZeroResumed::new).writeboostType(DeviceZeroTaken::new)
                            .recovery(DeviceZeroReplayed::new).migrateDaemon(DeviceZeroUnflushed::new))),
            defect("WB-C14", "migrate_threshold takes everything")
                    .driver("tests 0 <= x || x <= 100, and keeps 8 bits")
                    .upstream(Upstream.fixed("dm_arg later"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("300 becomes 44")
                    .exhibit("writeboost", "message add_sysfs", "sysfs devices/1/migrate_threshold 300")
                    .module(module(with().deviceSysfs(wb -> new AnyThreshold()))),
            defect("WB-C15", "nr_max_batched_migration has no limit")
                    .driver("allocates what is asked for, in bytes that may overflow")
                    .upstream(Upstream.fixed("b45c264, 33d72f0"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("1000000")
                    .exhibit("writeboost", "sysfs caches/3/nr_max_batched_migration 1000000")
                    .module(module(with().cacheSysfs(AnyBatch::new))),
            defect("WB-C16", "nr_dirty_caches is lost at reload")
                    .driver("keeps the count in what a table makes")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which binds one cache to one device"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("a dirty block, reload, add_sysfs")
                    .exhibit("writeboost", "write 0 8", "reload", "message add_sysfs")
                    .module(module(with().deviceSysfs(CountLostAtReload::new))),
            defect("WB-C17", "the sixteenth counter is not shown")
                    .driver("ends its loop before index 15")
                    .upstream(Upstream.fixed("bd60d1c (2013-10-03)"))
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "InterfaceAsPublishedTest")
                    .shortest("status")
                    .exhibit("writeboost", "mgr switch_to 3")
                    .module(module(with().mgr(FifteenCounters::new))),
            defect("WB-C18", "headers are believed")
                    .driver("indexes by what the disk says")
                    .upstream(Upstream.unknown())
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("an entry for a sector behind the end of the backing device")
                    .exhibit(new Exhibit("writeboost", "0 48 writeboost 1 backing 0",
                            List.of(ATTACH, "write 0 8", DETACH, "mgr resume_cache cache 3"),
                            List.of("cache:corrupt_bio_byte 15 w 1 0 16+1")))
                    .module(module(with().recovery(EntriesUnchecked::new))),
            defect("WB-C19", "the hash uses few of its buckets")
                    .driver("hashes sectors that are multiples of 8 by their remainder")
                    .upstream(Upstream.fixed("b32fdbd (2.2.4)"))
                    .shortest("any")
                    .withoutType("it costs time only, and the hash table is a tree here"),
            defect("WB-C20", "the first line after a flush is skipped")
                    .driver("begins a segment behind its first line when the one before was flushed")
                    .upstream(Upstream.fixed("a later commit: a segment begins with length 0"))
                    .caughtBy(CONFORMANCE, "writeboost-order8").caughtBy(TEST, "AsPublishedTest")
                    .shortest("a flush, and a write")
                    .exhibit("writeboost-order8", "write 0 1", "flush")
                    .module(module(with().currentBuffer(FirstLineSkipped::new))),
            defect("WB-C21", "every FLUSH takes a segment")
                    .driver("flushes the current buffer with nothing in it")
                    .upstream(Upstream.unknown())
                    .caughtBy(CONFORMANCE, "writeboost").caughtBy(TEST, "AsPublishedTest")
                    .shortest("two flushes")
                    .exhibit("writeboost", "flush")
                    .module(module(with().currentBuffer(FlushTakesASegment::new))),
            defect("WB-C22", "structures in native byte order")
                    .driver("writes size_t and native integers")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23)"))
                    .shortest("a disk moved to another machine")
                    .withoutType("the format is that of the usual machine, little endian"),
            defect("WB-C23", "the mgr goes while caches live")
                    .driver("frees what caches point to")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which drops the mgr target"))
                    .shortest("dmsetup remove of the mgr")
                    .withoutType("there is no memory to be used after it was freed"),
            defect("WB-C24", "64 allocations of 1 MiB")
                    .driver("allocates its pool by kmalloc")
                    .upstream(Upstream.fixed("a0b8eca (2.0.6)"))
                    .shortest("a fragmented memory")
                    .withoutType("the allocator is the kernel's"),
            defect("WB-C25", "clean blocks stay in the hash table")
                    .driver("waits for the flush of a clean block that is overwritten in part")
                    .upstream(Upstream.fixed("b0d4e5c (2013-10-03)"))
                    .shortest("a partial overwrite of a migrated block")
                    .withoutType("it costs time only"),
            defect("WB-C26", "kobjects freed while referenced")
                    .driver("frees what an open file may use")
                    .upstream(Upstream.fixed("a later commit: tunables become messages"))
                    .shortest("an open file at free_cache")
                    .withoutType("there is no memory to be used after it was freed"),
            defect("WB-C27", "endless loops in workqueues, 64-bit divisions, formats")
                    .driver("does in work items what belongs to threads, and divides where a 32-bit kernel cannot")
                    .upstream(Upstream.fixed("commits of 2013-10, among them 29bc35d and c8f540b"))
                    .shortest("review")
                    .withoutType("these are rules of the kernel"),
            defect("WB-D1", "documented names are not those of the code")
                    .driver("says format-cache where it takes format_cache_device")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which drops the mgr target"))
                    .shortest("the quick start")
                    .withoutType("it is a text"),
            defect("WB-D2", "resume before create is a BUG")
                    .driver("counts a dirty block of a device that does not exist")
                    .upstream(Upstream.fixed("b2a53ec, by its tools"))
                    .shortest("resume_cache of a dirty log without its device")
                    .withoutType("a BUG_ON here would be an exception; the reference refuses"),
            defect("WB-D3", "writable before the log is attached")
                    .driver("lets a device be created detached while newer data is in its log")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23)"))
                    .shortest("create, write, resume, attach")
                    .withoutType("it is the order of the tools; the reference refuses I/O while a cache holds dirty "
                            + "blocks of the device"),
            defect("WB-D4", "detach goes on after an interrupt")
                    .driver("leaves its loop by a break in a finally")
                    .upstream(Upstream.fixed("f2a63f8 (2013-09-23), which drops the tools"))
                    .shortest("Ctrl-C while detaching")
                    .withoutType("the tools are Python, and not part of this"),
            defect("WB-D5", "an interval of 0 stops the daemon")
                    .driver("divides by update_interval, and adds up requests that overlap")
                    .upstream(Upstream.fixed("60ee36f"))
                    .shortest("update_interval 0")
                    .withoutType("the daemon is Python; WriteboostDaemon is corrected"),
            defect("WB-D6", "no data will be lost")
                    .driver("promises what A1 to A11 break")
                    .upstream(Upstream.kept("a text"))
                    .shortest("the manual")
                    .withoutType("it is a text"));

    private CodeDefects() {}

    /** WB-C5: as many segments as the division says. */
    private static Steps withGeometry() {
        return new Steps() {
            @Override
            public Geometry geometry(long deviceSectors, int order) {
                return new Geometry(order, (deviceSectors >> order) - 1);
            }
        };
    }
}
