package powercut.writecache.published;

import java.util.List;
import powercut.dm.PublishedDefect;
import powercut.writecache.WritecacheType;

/** The published defects of dm-writecache that exist as classes. */
public final class WritecacheDefects {
    public static final List<PublishedDefect> ALL = List.of(
            new PublishedDefect("WC-01", "writecache", "data may reach the medium after the superblock that commits it",
                    "writes entries, flushes, and only then waits for data writes in flight",
                    "explore, property, TLC", "fixed by aa9509209c5a (5.6)",
                    new WritecacheType(FlushBeforeDataWait::new)),
            new PublishedDefect("WC-03", "writecache", "acknowledged FUA write lost",
                    "ends a FUA write while its entry is uncommitted",
                    "explore, property, TLC", "not fixed", new WritecacheType(FuaIgnored::new)),
            new PublishedDefect("WC-04", "writecache", "FLUSH does nothing while every entry is under writeback",
                    "returns at once when the LRU is empty, whatever was overwritten in place",
                    "explore, property", "not fixed", new WritecacheType(FlushNoOpWhenLruEmpty::new)));

    private WritecacheDefects() {}
}
