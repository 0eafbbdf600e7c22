package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.runtime.Completion;
import powercut.runtime.ExhaustiveChooser;
import powercut.runtime.PctChooser;
import powercut.runtime.RandomChooser;

/** Writers, readers, barriers and both daemons under many schedules: nothing hangs (WB-B7), nothing is mixed up. */
class ScheduleTest {
    private static final int WRITERS = 3;
    private static final int OPS = 14;
    private static final int RUNS = 25;
    private static final int SPURIOUS = 100; // wake-ups of everybody in a run
    private static final int SECTORS_PER_WRITER = 20; // writers share the blocks at the edges of their ranges

    @ParameterizedTest
    @CsvSource({"4, 2, 64", "4, 3, 1", "5, 2, 2", "5, 4, 64"})
    void everyWriterReadsWhatItWroteLast(int order, int segments, int buffers) {
        for (int seed = 0; seed < RUNS; seed++) {
            run(new Bench(order, segments, withBuffers(buffers), new RandomChooser(seed)), seed, 0);
            run(new Bench(order, segments, withBuffers(buffers), new PctChooser(seed, 3, 2000)), seed, 0);
        }
    }

    @Test
    void spuriousWakeUpsChangeNothing() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(new Bench(4, 2, withBuffers(1), new RandomChooser(seed)), seed, SPURIOUS);
        }
    }

    private static void run(Bench bench, int seed, int spurious) {
        bench.run(() -> {
            bench.wakeForNothing(spurious);
            bench.wbCache().setAllowMigrate(seed % 3 == 0);
            Completion[] ends = new Completion[WRITERS];
            for (int i = 0; i < WRITERS; i++) {
                Completion end = bench.runtime.completion("end of writer " + i);
                ends[i] = end;
                Writer writer = new Writer(bench, i * SECTORS_PER_WRITER, new SplittableRandom(seed * 31L + i), seed);
                bench.runtime.spawn("writer " + i, () -> {
                    writer.work();
                    end.complete();
                });
            }
            bench.wbCache().superblock.commit();
            bench.device.suspend();
            bench.device.resume();
            for (Completion end : ends) {
                end.await();
            }
            bench.device.remove();
        });
        assertThat(bench.errors).as("seed %d", seed).isEmpty();
    }

    private static Steps withBuffers(int buffers) {
        return new Steps() {
            @Override
            public RamBuffers ramBuffers(int bytes) {
                return new RamBuffers(buffers, bytes);
            }
        };
    }

    /** Works on sectors of its own and knows what each must hold. */
    private static final class Writer {
        private final Bench bench;
        private final int first;
        private final SplittableRandom random;
        private final int seed;
        private final byte[] expected = new byte[SECTORS_PER_WRITER];

        Writer(Bench bench, int first, SplittableRandom random, int seed) {
            this.bench = bench;
            this.first = first;
            this.random = random;
            this.seed = seed;
        }

        void work() {
            for (int op = 1; op <= OPS; op++) {
                int at = random.nextInt(SECTORS_PER_WRITER);
                int sectors = 1 + random.nextInt(SECTORS_PER_WRITER - at);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> write(at, sectors, op, false);
                    case 3 -> write(at, sectors, op, true);
                    case 4 -> assertThat(bench.tryFlush()).isEqualTo(Status.OK);
                    case 5 -> discard(at, sectors);
                    default -> read(at, sectors);
                }
            }
            read(0, SECTORS_PER_WRITER);
        }

        private void write(int at, int sectors, int tag, boolean fua) {
            Bio bio = Bio.write(first + at, sectors, Bench.filled(sectors, tag), 0, false, fua);
            assertThat(bench.submit(bio).await()).isEqualTo(Status.OK);
            Arrays.fill(expected, at, at + sectors, (byte) tag);
        }

        private void discard(int at, int sectors) {
            assertThat(bench.submit(Bio.discard(first + at, sectors)).await()).isEqualTo(Status.OK);
            Arrays.fill(expected, at, at + sectors, (byte) 0);
        }

        private void read(int at, int sectors) {
            byte[] into = new byte[sectors * Sectors.BYTES];
            assertThat(bench.submit(Bio.read(first + at, into)).await()).isEqualTo(Status.OK);
            for (int i = 0; i < sectors; i++) {
                assertThat(into[i * Sectors.BYTES]).as("seed %d sector %d", seed, first + at + i)
                        .isEqualTo(expected[at + i]);
            }
        }
    }

    /** Two writers for the last free slot: every way that the first 30 choices can go when nobody is preempted. */
    @Test
    void twoWritersForOneSlotBothGetThrough() {
        ExhaustiveChooser chooser = new ExhaustiveChooser(0, 30);
        long runs = 0;
        while (chooser.nextRun()) {
            Bench bench = new Bench(4, 2, new Steps(), chooser);
            bench.run(() -> {
                bench.write(0, 8, 1);
                Bench.Pending one = bench.submitFromTask(Bench.writeBio(8, 8, 2));
                Bench.Pending two = bench.submitFromTask(Bench.writeBio(2, 1, 3));
                assertThat(one.await()).isEqualTo(Status.OK);
                assertThat(two.await()).isEqualTo(Status.OK);
                assertThat(bench.read(0, 10)).isEqualTo("1 1 3 1 1 1 1 1 2 2");
            });
            runs++;
        }
        assertThat(runs).isGreaterThan(100);
    }
}
