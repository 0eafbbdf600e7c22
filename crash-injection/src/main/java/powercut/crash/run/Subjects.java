package powercut.crash.run;

import java.util.List;
import java.util.stream.Collectors;
import powercut.block.DiskOptions;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.writeboost.Geometry;

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

    private static final String ALLOW_MIGRATE = "sysfs caches/3/allow_migrate 1";
    private static final String COMMIT_SUPER_BLOCK = "sysfs caches/3/commit_super_block 1";

    /** dm-writeboost, 6 blocks of backing device, 4 segments of one line. */
    public static final Subject WRITEBOOST = writeboost("writeboost", 4, 4, 6, 1);

    /**
     * All of them. Segments of dm-writeboost of other orders have more lines than a short workload fills; its flushes
     * close them. At order 9 writes are so large that headers get a second sector.
     */
    public static final List<Subject> ALL = List.of(WRITECACHE_SSD, WRITECACHE_PMEM, WRITEBOOST,
            writeboost("writeboost-order8", 8, 3, 8, 1), writeboost("writeboost-order9", 9, 2, 48, 32),
            writeboost("writeboost-order11", 11, 2, 12, 4));

    private Subjects() {}

    /**
     * @param segments slots of the log
     * @param blocks of the backing device, of 8 sectors
     * @param rangeSectors what ranges of random operations are multiples of
     */
    private static Subject writeboost(String name, int order, int segments, int blocks, int rangeSectors) {
        long sectors = blocks * (long) Geometry.LINE_SECTORS;
        return new Subject(name, "0 " + sectors + " writeboost 1 backing 3 cache",
                List.of(new Stack.Disk("backing", sectors, DiskOptions.DEFAULT),
                        new Stack.Disk("cache", segments + 1L << order, DiskOptions.DEFAULT)),
                new Workload.Shape(sectors, rangeSectors, List.of(ALLOW_MIGRATE, COMMIT_SUPER_BLOCK,
                        "sysfs caches/3/allow_migrate 0", "sysfs caches/3/flush_current_buffer 1"), true), order);
    }

    /** The subject of that name. */
    public static Subject find(String name) throws BadInputException {
        return ALL.stream().filter(subject -> subject.name().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("TARGET " + name + ": unknown, expected one of "
                        + ALL.stream().map(Subject::name).collect(Collectors.joining(", "))));
    }
}
