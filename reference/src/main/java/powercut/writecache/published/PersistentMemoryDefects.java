package powercut.writecache.published;

import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writecache.published.WritecacheDefects.defect;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.PublishedDefect.Upstream;
import powercut.writecache.PersistentMemoryClaim;
import powercut.writecache.WritecacheSteps;
import powercut.writecache.WritecacheType;

/** How persistent memory is mapped and made durable: WC-12 to WC-14. */
final class PersistentMemoryDefects {
    static final List<PublishedDefect> ALL = List.of(
            defect("WC-12", "a commit to persistent memory is ordered but not durable")
                    .driver("uses wmb for a barrier, which persists nothing on powerpc")
                    .upstream(Upstream.fixed("3e79f082ebfc (5.9)"))
                    .caughtBy(EXPLORE, "writecache-pmem").caughtBy(TEST, "PmemAsPublishedTest")
                    .shortest("a flush: not even the format is durable")
                    .exhibit("writecache-pmem", "flush")
                    .type(claiming(new BarrierWithoutEffect())),
            defect("WC-13", "asynchronous persistent memory is accepted")
                    .driver("maps memory that only a FLUSH of its device makes durable, and never sends one")
                    .upstream(Upstream.fixed("a46624580376 (5.8)"))
                    .caughtBy(EXPLORE, "writecache-pmem").caughtBy(TEST, "PmemAsPublishedTest")
                    .shortest("the constructor")
                    .exhibit(new Exhibit("writecache-pmem", "",
                            List.of("cache:asynchronous"), List.of("flush"), List.of()))
                    .type(claiming(new AsynchronousMemoryTaken())),
            defect("WC-14", "a cache on a partition overwrites the start of the device")
                    .driver("maps the memory from page 0 of the whole device on")
                    .upstream(Upstream.fixed("f9e040efcc28 (5.9)"))
                    .caughtBy(EXPLORE, "writecache-pmem").caughtBy(TEST, "PmemAsPublishedTest")
                    .shortest("the constructor, which formats")
                    .exhibit(new Exhibit("writecache-pmem",
                            "0 16 writecache p cache@0+16 cache@16+9 512 0",
                            List.of("read 0 1"), List.of()))
                    .type(claiming(new PartitionMappedFromDeviceStart())));

    private PersistentMemoryDefects() {}

    private static WritecacheType claiming(PersistentMemoryClaim claim) {
        return new WritecacheType(new WritecacheSteps().claim(claim));
    }
}
