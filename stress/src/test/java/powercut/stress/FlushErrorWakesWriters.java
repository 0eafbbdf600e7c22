package powercut.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import powercut.block.IoObserver;
import powercut.crash.fault.Fault;
import powercut.dm.TargetType;
import powercut.runtime.Runtime;
import powercut.writecache.WritecacheType;

/**
 * Four writers race for the only block of a cache whose origin fails to flush: does each write end?
 *
 * <p>The one that gets the block is written back, and the FLUSH of the origin fails; no block becomes free. The error
 * must be set with the lock held, or a writer misses it between its test and its sleep (WC-25).
 *
 * <p>r1, r2: how many of the two writes of each actor ended well. A writer that is not woken is a hang, and the test
 * does not end.
 *
 * <pre>
 *   RESULT  SAMPLES    FREQ   (JDK 17, 2 busy cores)
 *     0, 1      904  48.58%
 *     1, 0      957  51.42%
 * </pre>
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "One of the first pair got the block; the others got the error")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "One of the second pair got the block; the others got the error")
@Outcome(expect = FORBIDDEN, desc = "A write without a block ended well, or the one with the block failed")
@State
public class FlushErrorWakesWriters {
    private final Rig rig;
    private int r1;
    private int r2;

    public FlushErrorWakesWriters() {
        this(Rig.threads(), new WritecacheType());
    }

    FlushErrorWakesWriters(Runtime runtime, TargetType writecache) {
        rig = new Rig(runtime, writecache, IoObserver.NONE, 1, 8, "512 0", new Fault.ErrorFlushes(Fault.When.ALWAYS));
    }

    @Actor
    public void firstPair() {
        r1 = rig.writeTwo(1);
    }

    @Actor
    public void secondPair() {
        r2 = rig.writeTwo(3);
    }

    @Arbiter
    public void result(II_Result result) {
        rig.remove();
        result.r1 = r1;
        result.r2 = r2;
    }
}
