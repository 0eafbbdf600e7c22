package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import powercut.block.DiskOptions;
import powercut.crash.explore.Stack;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/** What a disk is like decides what a power failure can do: the same runs, other disks, other verdicts. */
class DiskOptionsTest {
    private static final int SEEDS = 10;

    @Test
    void honestVolatileDisksLetTheReferenceKeepItsPromises() throws Exception {
        assertThat(violated(new WritecacheType(), options -> options)).isZero();
    }

    @Test
    void noTargetKeepsItsPromisesOnDisksThatLieAboutFlush() throws Exception {
        assertThat(violated(new WritecacheType(), DiskOptions::withLyingFlush)).isEqualTo(SEEDS);
    }

    @Test
    void skippedFlushIsNoLossWithoutAVolatileCache() throws Exception {
        TargetType published = WritecacheDefects.type("WC-04");
        assertThat(violated(published, options -> options)).as("volatile cache").isPositive();
        assertThat(violated(published, DiskOptions::withoutVolatileCache)).as("power-fail-safe").isZero();
    }

    /** In how many of the seeds a promise is broken. */
    private static int violated(TargetType type, UnaryOperator<DiskOptions> change) throws Exception {
        int violated = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Stack plain = Subjects.WRITECACHE_SSD.stack(new TargetTypes(type));
            List<Stack.Disk> disks = plain.disks().stream()
                    .map(disk -> new Stack.Disk(disk.name(), disk.sectors(), change.apply(disk.options()))).toList();
            Stack stack = new Stack(plain.table(), plain.types(), disks, plain.slices());
            Workload workload = Workload.random(seed, 100, Subjects.WRITECACHE_SSD.shape());
            violated += Explored.of(stack, List.of(), workload, seed).violations().isEmpty() ? 0 : 1;
        }
        return violated;
    }
}
