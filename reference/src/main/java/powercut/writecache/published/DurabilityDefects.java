package powercut.writecache.published;

import static powercut.dm.PublishedDefect.Layer.EXPLORE;
import static powercut.dm.PublishedDefect.Layer.PROPERTY;
import static powercut.dm.PublishedDefect.Layer.SPEC;
import static powercut.dm.PublishedDefect.Layer.TEST;
import static powercut.writecache.published.WritecacheDefects.defect;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Upstream;
import powercut.writecache.WritecacheSteps;
import powercut.writecache.WritecacheType;

/** What can become of acknowledged data: WC-01 to WC-17. */
final class DurabilityDefects {
    static final List<PublishedDefect> ALL = List.of(
            defect("WC-01", "data may reach the medium after the superblock that commits it")
                    .driver("writes entries, flushes, and only then waits for data writes in flight")
                    .upstream(Upstream.fixed("aa9509209c5a (5.6)"))
                    .caughtBy(SPEC, "MCCommitWC01").caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(PROPERTY, "PublishedDefectsTest").caughtBy(TEST, "PublishedDefectsTest")
                    .shortest("a write still in flight while a flush commits it")
                    .type(new WritecacheType(new WritecacheSteps().commit(FlushBeforeDataWait::new))),
            defect("WC-03", "acknowledged FUA write lost")
                    .driver("ends a FUA write while its entry is uncommitted")
                    .upstream(Upstream.reproducedOn("Linux 6.1"))
                    .caughtBy(SPEC, "MCCommitWC03").caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(PROPERTY, "PublishedDefectsTest").caughtBy(TEST, "PublishedDefectsTest")
                    .shortest("one FUA write to a block that is not cached")
                    .exhibit("writecache-ssd", "write 0 1 fua")
                    .type(new WritecacheType(new WritecacheSteps().commit(FuaIgnored::new))),
            defect("WC-04", "FLUSH does nothing while every entry is under writeback")
                    .driver("returns at once when the LRU is empty, whatever was overwritten in place")
                    .upstream(Upstream.reproducedOn("Linux 6.1"))
                    .caughtBy(SPEC, "MCCommitWC04").caughtBy(EXPLORE, "writecache-ssd")
                    .caughtBy(PROPERTY, "PublishedDefectsTest").caughtBy(TEST, "PublishedDefectsTest")
                    .shortest("a committed block overwritten, taken for writeback, and then flushed")
                    .type(new WritecacheType(new WritecacheSteps().commit(FlushNoOpWhenLruEmpty::new))));

    private DurabilityDefects() {}
}
