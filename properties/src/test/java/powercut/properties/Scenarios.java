package powercut.properties;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import powercut.crash.run.Op;
import powercut.crash.run.Op.Kind;
import powercut.runtime.Schedule;

/**
 * Random scenarios. They shrink to fewer and simpler operations on the same machine under the same seed: a schedule of
 * another seed would be another bug hunt.
 */
final class Scenarios {
    private static final int STEPS_MAX = 40;
    private static final int ORIGIN_BLOCKS = 10; // few, so that operations meet

    private Scenarios() {}

    static Arbitrary<Scenario> scenarios(Machine.Mode mode) {
        Arbitrary<List<Op>> ops = Arbitraries.frequencyOf(Tuple.of(15, op().map(List::of)),
                        Tuple.of(1, overwriteWhileCleaning()))
                .list().ofMinSize(1).ofMaxSize(STEPS_MAX).withSizeDistribution(RandomDistribution.uniform())
                .map(steps -> steps.stream().flatMap(List::stream).toList());
        return Combinators.combine(machine(mode), ops, Arbitraries.of(Schedule.RANDOM, Schedule.PCT).dontShrink(),
                Arbitraries.longs().between(1, Integer.MAX_VALUE).dontShrink()).as(Scenario::new);
    }

    /** Caches that are too small for what is written, with every way of starting a commit or a writeback. */
    private static Arbitrary<Machine> machine(Machine.Mode mode) {
        Arbitrary<Integer> blockSize = switch (mode) {
            case SSD -> Arbitraries.frequency(Tuple.of(3, 512), Tuple.of(1, 4096));
            case PMEM -> Arbitraries.frequency(Tuple.of(3, 512), Tuple.of(3, 1024), Tuple.of(1, 4096));
        };
        Arbitrary<Integer> cacheBlocks = Arbitraries.integers().between(2, 12)
                .withDistribution(RandomDistribution.uniform());
        Arbitrary<String> watermarks = Arbitraries.of("high_watermark 50 low_watermark 45",
                "high_watermark 60 low_watermark 0", "high_watermark 100 low_watermark 100",
                "high_watermark 0 low_watermark 0");
        Arbitrary<String> commits = Arbitraries.of("autocommit_blocks 65536", "autocommit_blocks 1",
                "autocommit_blocks 3");
        Arbitrary<String> jobs = Arbitraries.of("writeback_jobs 1", "writeback_jobs 2", "writeback_jobs 0");
        return Combinators.combine(blockSize, cacheBlocks, watermarks, commits, jobs)
                .as((size, blocks, marks, commit, job) -> new Machine(mode, size, ORIGIN_BLOCKS, blocks,
                        "8 " + marks + " " + job + " " + commit))
                .dontShrink();
    }

    private static Arbitrary<Op> op() {
        return Arbitraries.frequencyOf(
                Tuple.of(52, Combinators.combine(block(), length(), oneIn(16), oneIn(5), oneIn(3))
                        .as((block, length, preflush, fua, async) ->
                                range(Kind.WRITE, block, length, preflush, fua, async))),
                Tuple.of(10, Combinators.combine(block(), length(), oneIn(3))
                        .as((block, length, async) -> range(Kind.READ, block, length, false, false, async))),
                Tuple.of(8, Combinators.combine(block(), length(), oneIn(3))
                        .as((block, length, async) -> range(Kind.DISCARD, block, length, false, false, async))),
                Tuple.of(18, oneIn(4).map(async -> new Op(Kind.FLUSH, 0, 0, false, false, async, ""))),
                Tuple.of(5, Arbitraries.just(simple(Kind.WAIT))),
                Tuple.of(3, Arbitraries.just(simple(Kind.SUSPEND))),
                Tuple.of(6, Combinators.combine(Arbitraries.of("flush", "flush", "flush_on_suspend"), oneIn(2))
                        .as((message, async) -> new Op(Kind.MESSAGE, 0, 0, false, false, async, message))),
                Tuple.of(2, Arbitraries.just(simple(Kind.CRASH))));
    }

    /**
     * A block is overwritten in place and flushed while everything is being written back: rare by chance, and where
     * WC-04 is.
     */
    private static Arbitrary<List<Op>> overwriteWhileCleaning() {
        return block().map(block -> {
            Op write = range(Kind.WRITE, block, 1, false, false, false);
            return List.of(write, simple(Kind.FLUSH), new Op(Kind.MESSAGE, 0, 0, false, false, true, "flush"), write,
                    simple(Kind.FLUSH));
        });
    }

    private static Op range(Kind kind, int block, int length, boolean preflush, boolean fua, boolean async) {
        return new Op(kind, block, Math.min(length, ORIGIN_BLOCKS - block), preflush, fua, async, "");
    }

    private static Op simple(Kind kind) {
        return new Op(kind, 0, 0, false, false, false, "");
    }

    /** Three hot blocks: what makes a cache overwrite in place and supersede. */
    private static Arbitrary<Integer> block() {
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.integers().between(0, 2)),
                Tuple.of(2, Arbitraries.integers().between(0, ORIGIN_BLOCKS - 1)
                        .withDistribution(RandomDistribution.uniform())));
    }

    private static Arbitrary<Integer> length() {
        return Arbitraries.frequency(Tuple.of(10, 1), Tuple.of(1, 2), Tuple.of(1, 3));
    }

    private static Arbitrary<Boolean> oneIn(int n) {
        return Arbitraries.frequency(Tuple.of(n - 1, false), Tuple.of(1, true));
    }
}
