package powercut.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.IoObserver;
import powercut.block.Status;
import powercut.dm.TargetType;
import powercut.runtime.Runtime;
import powercut.writecache.WritecacheType;

/**
 * A device is suspended while writeback gives way after 64 blocks and queues itself again: is it quiet afterwards?
 *
 * <p>Four extents of 66 blocks are cached, and the write of 20 more reaches the watermark. One copy is in flight at a
 * time. What suspend does not see the end of goes on after it (WC-21).
 *
 * <p>r1: 1 if the write that starts writeback ended well. r2: bios that were submitted to the disks
 * while the device was suspended.
 *
 * <pre>
 *   RESULT  SAMPLES    FREQ   (JDK 17, 2 busy cores)
 *     1, 0      533 100.00%
 * </pre>
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Nothing goes on")
@Outcome(expect = FORBIDDEN, desc = "Writeback goes on while the device is suspended, or a write failed")
@State
public class SuspendBesideWriteback {
    private static final int CACHE_BLOCKS = 300;
    private static final int ORIGIN_SECTORS = 330;
    private static final int EXTENTS = 4;
    private static final int EXTENT_SECTORS = 66; // more than writeback takes before it gives way, in one copy
    private static final int YIELDS = 20; // in which what was queued has its chance

    private final Watch watch = new Watch();
    private final Rig rig;
    private int r1;

    public SuspendBesideWriteback() {
        this(Rig.threads(), new WritecacheType());
    }

    SuspendBesideWriteback(Runtime runtime, TargetType writecache) {
        rig = new Rig(runtime, writecache, watch, CACHE_BLOCKS, ORIGIN_SECTORS,
                "512 6 high_watermark 95 low_watermark 0 writeback_jobs 1");
        for (int extent = 0; extent < EXTENTS; extent++) {
            rig.write(70L * extent, EXTENT_SECTORS, 1);
        }
    }

    @Actor
    public void writer() {
        r1 = rig.write(300, 20, 1) ? 1 : 0;
    }

    @Actor
    public void suspender() {
        rig.suspend();
        watch.suspended();
        for (int i = 0; i < YIELDS; i++) {
            rig.reschedule();
        }
        watch.resumed();
        rig.resume();
    }

    @Arbiter
    public void result(II_Result result) {
        result.r1 = r1;
        result.r2 = watch.late();
        rig.remove();
    }

    /** Counts what comes between suspend and resume. All fields are guarded by this. */
    private static final class Watch implements IoObserver {
        private boolean suspended;
        private int late;

        synchronized void suspended() {
            suspended = true;
        }

        synchronized void resumed() {
            suspended = false;
        }

        @Override
        public synchronized int submitted(BlockDevice device, Bio bio) {
            late += suspended ? 1 : 0;
            return 0;
        }

        @Override
        public void ended(int io, Bio bio, Status status) {}

        synchronized int late() {
            return late;
        }
    }
}
