package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.function.Predicate;
import powercut.dm.TargetType;
import powercut.runtime.Chooser;
import powercut.runtime.DeadlockException;
import powercut.runtime.FirstChooser;
import powercut.writecache.published.WritecacheDefects;

/** Compares a target with a published defect with the reference, in one and the same scenario. */
final class AsPublished {
    static final String FULL = "4 high_watermark 100 low_watermark 100"; // writeback only when the cache is full

    private AsPublished() {}

    /** The scenario shows the defect in the target that has it, and nothing in the reference. */
    static void onlyThere(String id, Predicate<TargetType> scenario) {
        assertThat(scenario.test(WritecacheDefects.type(id))).as("%s as published", id).isTrue();
        assertThat(scenario.test(new WritecacheType())).as("%s in the reference", id).isFalse();
    }

    static Bench bench(int nBlocks, String options, TargetType type) {
        return new Bench(nBlocks, options, type, new FirstChooser());
    }

    /** Whether the run gets stuck. */
    static boolean hangs(Bench bench, Bench.Body body) {
        try {
            bench.run(body);
            return false;
        } catch (DeadlockException e) {
            return true;
        }
    }
}
