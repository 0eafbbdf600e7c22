package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static powercut.writecache.AsPublished.FULL;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.BrokenInvariant;
import powercut.dm.TargetType;
import powercut.runtime.Completion;
import powercut.runtime.PctChooser;
import powercut.runtime.RandomChooser;
import powercut.writecache.published.WritecacheDefects;

/**
 * Writers, flushes, messages and suspends against each other under many schedules: nothing hangs, nothing is mixed up.
 */
class ScheduleTest {
    private static final int WRITERS = 3;
    private static final int BLOCKS_PER_WRITER = 3;
    private static final int OPS_PER_WRITER = 12;
    private static final int RUNS = 50;
    private static final int SPURIOUS = 100; // wake-ups of everybody in a run

    @ParameterizedTest
    @ValueSource(strings = {
        "4 high_watermark 100 low_watermark 100",
        "4 high_watermark 50 low_watermark 20",
        "8 high_watermark 0 low_watermark 0 writeback_jobs 1 autocommit_blocks 2"})
    void everyWriterReadsWhatItWroteLast(String options) {
        for (int seed = 0; seed < RUNS; seed++) {
            run(new Bench(4, options, new WritecacheType(), new RandomChooser(seed)), seed, 0);
            run(new Bench(4, options, new WritecacheType(), new PctChooser(seed, 3, 1000)), seed, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "4 high_watermark 100 low_watermark 100",
        "8 high_watermark 50 low_watermark 50 writeback_jobs 1 autocommit_blocks 2"})
    void spuriousWakeUpsChangeNothing(String options) {
        for (int seed = 0; seed < RUNS; seed++) {
            run(new Bench(4, options, new WritecacheType(), new RandomChooser(seed)), seed, SPURIOUS);
            Bench pmem = Bench.pmem(8, options, new WritecacheType(), new RandomChooser(seed));
            pmem.loadPmem(4, 1);
            run(pmem, seed, SPURIOUS);
        }
    }

    @Test
    void wc26DiesOfASpuriousWakeUp() {
        TargetType type = WritecacheDefects.type("WC-26");
        run(new Bench(4, FULL, type, new RandomChooser(1)), 1, 0);
        assertThatThrownBy(() -> run(new Bench(4, FULL, type, new RandomChooser(1)), 1, SPURIOUS))
                .isInstanceOf(BrokenInvariant.class)
                .hasMessage("writecache: the flush thread takes a bio that is not there");
    }

    private static void run(Bench bench, int seed, int spurious) {
        bench.run(() -> {
            bench.wakeForNothing(spurious);
            Completion[] ends = new Completion[WRITERS];
            for (int writer = 0; writer < WRITERS; writer++) {
                Completion end = bench.runtime.completion("end of writer " + writer);
                ends[writer] = end;
                Writer body = new Writer(bench, writer * BLOCKS_PER_WRITER, new SplittableRandom(seed * 31L + writer));
                bench.runtime.spawn("writer " + writer, () -> {
                    body.work();
                    end.complete();
                });
            }
            bench.device.message(0, seed % 2 == 0 ? "flush" : "flush_on_suspend");
            bench.device.suspend();
            bench.device.resume();
            for (Completion end : ends) {
                end.await();
            }
            bench.device.message(0, "flush");
            assertThat(bench.info()).as("seed %d: everything written back", seed).isEqualTo("0 4 4 0");
            bench.device.remove();
        });
        assertThat(bench.errors).isEmpty();
    }

    /** Works on blocks of its own and knows what each must hold: the tag of the last write. */
    private static final class Writer {
        private final Bench bench;
        private final int first;
        private final SplittableRandom random;
        private final int[] expected = new int[BLOCKS_PER_WRITER];

        Writer(Bench bench, int first, SplittableRandom random) {
            this.bench = bench;
            this.first = first;
            this.random = random;
        }

        void work() {
            for (int op = 1; op <= OPS_PER_WRITER; op++) {
                int block = random.nextInt(BLOCKS_PER_WRITER);
                switch (random.nextInt(5)) {
                    case 0, 1 -> write(block, op, false);
                    case 2 -> write(block, op, true);
                    case 3 -> assertThat(bench.flush()).isEqualTo(Status.OK);
                    default -> assertThat(bench.read(first + block)).as("block %d", first + block)
                            .isEqualTo(expected[block]);
                }
            }
        }

        private void write(int block, int tag, boolean fua) {
            Bio bio = Bio.write(first + block, 1, Bench.sector(tag), 0, false, fua);
            assertThat(bench.submit(bio).await()).isEqualTo(Status.OK);
            expected[block] = tag;
        }
    }
}
