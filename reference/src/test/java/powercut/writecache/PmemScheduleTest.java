package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.runtime.Completion;
import powercut.runtime.ExhaustiveChooser;

/**
 * Every schedule of a small program on a cache of two blocks, up to a number of preemptions: nothing hangs, with good
 * memory or bad, with the origin working or failing. The runtime throws where a task waits for ever.
 */
class PmemScheduleTest {
    /** What a test does in one run. */
    private interface Program {
        void run(Bench bench);
    }

    /** Writeback begins at resume, because no block is free (WC-22). */
    @Test
    void aWriteThatWaitsForABlockGetsOne() {
        long runs = explore(0, "1 nofua", 1, bench -> {
            Bench.Pending write = bench.submitFromTask(Bio.write(90, Bench.sector(9)));
            assertThat(write.await()).isEqualTo(Status.OK);
            assertThat(bench.read(90)).isEqualTo(9);
            assertThat(bench.read(1)).isEqualTo(2);
        });
        assertThat(runs).isGreaterThan(100);
    }

    /** A version is written back while the next one is written and committed: the newest is read. */
    @Test
    void theNewestVersionIsReadWhileAnOlderOneIsWrittenBack() {
        long runs = explore(1, "0", 0, bench -> {
            bench.tryWriteFua(5, 1);
            Completion message = start(bench, "message", () -> bench.device.message(0, "flush"));
            assertThat(bench.tryWriteFua(5, 2)).isEqualTo(Status.OK);
            assertThat(bench.read(5)).isEqualTo(2);
            message.await();
            bench.device.message(0, "flush");
            assertThat(bench.originTags(6)).isEqualTo("0 0 0 0 0 2");
            assertThat(bench.info()).isEqualTo("0 2 2 0");
        });
        assertThat(runs).isGreaterThan(100);
    }

    /** Two bios are under way to the origin; the first or the second fails (WC-24). */
    @Test
    void aFailedWriteToTheOriginStopsEverybodyAndHangsNobody() {
        for (int failing = 0; failing <= 2; failing += 2) {
            int block = failing;
            explore(0, "4 high_watermark 90 low_watermark 90", 2, bench -> {
                bench.origin.failing = WatchedDisk.at(Bio.Op.WRITE, block, block + 1);
                Bench.Pending write = bench.submitFromTask(Bio.write(90, Bench.sector(9)));
                assertThat(bench.device.message(0, "flush")).isEqualTo(-5);
                write.await();
                assertThat(bench.errors).containsExactly("write error 10");
                assertThat(bench.read(block)).isEqualTo(block == 0 ? 1 : 2);
            });
        }
    }

    /** A block is found bad by a reader or by writeback, while a writer waits. */
    @Test
    void aBadBlockHangsNobody() {
        explore(1, "0", 2, bench -> bench.pmem.poison(512 + 64), bench -> {
            Bench.Pending write = bench.submitFromTask(Bio.write(90, Bench.sector(9)));
            assertThat(bench.tryRead(0)).isEqualTo(Status.IOERR);
            write.await();
            assertThat(bench.errors).hasSize(1).first().isIn(
                    "write error 10", "hardware memory error when reading data: -5");
        });
    }

    /** A suspend comes at any time; a resume after it. */
    @Test
    void suspendAndResumeLoseNothing() {
        explore(1, "2 autocommit_blocks 1", 0, bench -> {
            Completion writer = start(bench, "writer", () -> {
                bench.write(5, 1);
                bench.write(5, 2);
            });
            bench.device.suspend();
            bench.device.resume();
            writer.await();
            assertThat(bench.read(5)).isEqualTo(2);
        });
    }

    /**
     * @param preemptions how often per run something else happens although the task that runs could go on
     * @param apart the cache begins full, with blocks 0 and {@code apart}; 0 for an empty one
     */
    private static long explore(int preemptions, String options, int apart, Program program) {
        return explore(preemptions, options, apart, bench -> { }, program);
    }

    private static long explore(int preemptions, String options, int apart, Program before, Program program) {
        ExhaustiveChooser chooser = new ExhaustiveChooser(preemptions, Integer.MAX_VALUE);
        while (chooser.nextRun()) {
            Bench bench = Bench.pmem(8, options, new WritecacheType(), chooser);
            if (apart > 0) {
                bench.loadPmem(2, 5, 0, 4, apart, 4);
            } else {
                bench.loadPmem(2, 5);
            }
            before.run(bench);
            bench.run(() -> {
                program.run(bench);
                bench.device.remove();
            });
        }
        return chooser.runs();
    }

    private static Completion start(Bench bench, String name, Runnable body) {
        Completion end = bench.runtime.completion("end of " + name);
        bench.runtime.spawn(name, () -> {
            body.run();
            end.complete();
        });
        return end;
    }
}
