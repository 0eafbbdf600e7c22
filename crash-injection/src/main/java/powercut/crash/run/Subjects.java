package powercut.crash.run;

import java.util.List;
import java.util.stream.Collectors;
import powercut.block.DiskOptions;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;

/** The subjects that can be named. They are small, so that a short workload overwrites, fills, evicts and collides. */
public final class Subjects {
    /** dm-writecache in SSD mode: 16 blocks of origin, 8 of cache. */
    public static final Subject WRITECACHE_SSD = new Subject("writecache-ssd",
            "0 16 writecache s origin cache 512 4 high_watermark 50 low_watermark 25",
            List.of(new Stack.Disk("origin", 16, DiskOptions.DEFAULT), new Stack.Disk("cache", 9, DiskOptions.DEFAULT)),
            new Workload.Shape(16, 1, List.of("flush", "flush_on_suspend"), true));

    /** dm-writecache in pmem mode: 16 blocks of origin, 8 of cache. */
    public static final Subject WRITECACHE_PMEM = new Subject("writecache-pmem",
            "0 16 writecache p origin cache 512 4 high_watermark 50 low_watermark 25",
            List.of(new Stack.Disk("origin", 16, DiskOptions.DEFAULT), Stack.Disk.pmem("cache", 9)),
            new Workload.Shape(16, 1, List.of("flush", "flush_on_suspend"), true));

    /** All of them. */
    public static final List<Subject> ALL = List.of(WRITECACHE_SSD, WRITECACHE_PMEM);

    private Subjects() {}

    /** The subject of that name. */
    public static Subject find(String name) throws BadInputException {
        return ALL.stream().filter(subject -> subject.name().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("TARGET " + name + ": unknown, expected one of "
                        + ALL.stream().map(Subject::name).collect(Collectors.joining(", "))));
    }
}
