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
 * A block of dm-writeboost is read while it is overwritten: does the reader see the old version or the new one, and
 * nothing else?
 *
 * <p>The backing device holds 0, the log 1, and 2 is written into the RAM buffer. A reader that finds the new line
 * before its data sees what the buffer held (WB-B1), and one that finds it without a dirty bit the backing device
 * (WB-B2): 0 in both cases.
 *
 * <p>r1: what was read meanwhile. r2: what is read afterwards. A failed write is -1.
 *
 * <pre>
 *   RESULT  SAMPLES    FREQ   (JDK 17, 2 busy cores)
 *     1, 2    1,587  93.13%
 *     2, 2      117   6.87%
 * </pre>
 */
@JCStressTest
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The reader came first")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "The writer came first")
@Outcome(expect = FORBIDDEN, desc = "The reader saw what nobody had written there, or the write was lost")
@State
public class ReadBesideWrite {
    private final Rig rig;
    private int r1;
    private int r2;

    public ReadBesideWrite() {
        this(Rig.threads(), new WriteboostModule(4));
    }

    ReadBesideWrite(Runtime runtime, TargetModule writeboost) {
        rig = Rig.writeboost(runtime, writeboost);
        rig.write(0, 8, 1);
        rig.tune("flush_current_buffer", 1);
    }

    @Actor
    public void writer() {
        r2 = rig.write(0, 8, 2) ? 0 : -1;
    }

    @Actor
    public void reader() {
        r1 = rig.read(0);
    }

    @Arbiter
    public void result(II_Result result) {
        result.r1 = r1;
        result.r2 = r2 == 0 ? rig.read(0) : r2;
        rig.remove();
    }
}
