package powercut.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import powercut.dm.TargetModule;
import powercut.runtime.Runtime;
import powercut.writeboost.WriteboostModule;

/**
 * A block of dm-writeboost is overwritten twice while the daemon migrates its first version: does the last version of
 * each sector stay?
 *
 * <p>The whole block is 1 in the log, then 2, and then sector 1 alone is 3, which first writes 2 back to the backing
 * device. The daemon, if it has 1 on its way, must not come after that (WB-B4).
 *
 * <p>r1, r2: what sectors 0 and 1 hold when the daemon has ended and the log was recovered. A failed write is -1.
 *
 * <pre>
 *   RESULT  SAMPLES    FREQ   (JDK 17, 2 busy cores)
 *     2, 3    1,730 100.00%
 * </pre>
 */
@JCStressTest
@Outcome(id = "2, 3", expect = ACCEPTABLE, desc = "The last version of each sector")
@Outcome(expect = FORBIDDEN, desc = "An older version came last, or a write was lost")
@State
public class WriteBesideMigration {
    private final Rig rig;
    private boolean failed;

    public WriteBesideMigration() {
        this(Rig.threads(), new WriteboostModule(4));
    }

    WriteBesideMigration(Runtime runtime, TargetModule writeboost) {
        rig = Rig.writeboost(runtime, writeboost);
        rig.write(0, 8, 1);
        rig.tune("flush_current_buffer", 1);
    }

    @Actor
    public void migrator() {
        rig.tune("allow_migrate", 1);
    }

    @Actor
    public void writer() {
        failed = !rig.write(0, 8, 2);
        rig.tune("flush_current_buffer", 1);
        failed |= !rig.write(1, 3);
    }

    @Arbiter
    public void result(II_Result result) {
        rig.restart();
        result.r1 = failed ? -1 : rig.read(0);
        result.r2 = failed ? -1 : rig.read(1);
        rig.remove();
    }
}
