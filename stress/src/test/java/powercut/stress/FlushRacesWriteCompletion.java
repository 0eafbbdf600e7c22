package powercut.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
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
 * A flush races the end of a write: when the flush has ended, is what it acknowledges durable?
 *
 * <p>The order of events on the cache device decides, not the clock: the write's data is durable once a FLUSH that was
 * submitted after the data's end has ended; its entry is committed once the superblock (a FUA write of sector 0) has. A
 * superblock that is written before the data is durable commits a block that may hold anything (WC-01).
 *
 * <p>r1: 1 if the write had ended before the flush was submitted. r2, when the flush had ended: 0 nothing committed, 1
 * committed without the data, 2 data durable and then committed.
 *
 * <pre>
 *   RESULT  SAMPLES    FREQ   (JDK 17, 2 busy cores)
 *     0, 0    5,648  39.44%
 *     0, 2    1,004   7.01%
 *     1, 2    7,670  53.55%
 * </pre>
 */
@JCStressTest
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The write had ended: the flush made it durable, then committed it")
@Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "They overlapped, and the flush waited for the write")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "They overlapped, and the flush came first: nothing is acknowledged")
@Outcome(expect = FORBIDDEN, desc = "A flush was acknowledged without the write, or a block committed without its data")
@State
public class FlushRacesWriteCompletion {
    private final Order order = new Order();
    private final Rig rig;
    private volatile boolean writeEnded;
    private volatile boolean failed;
    private int r1;
    private int r2;

    public FlushRacesWriteCompletion() {
        this(Rig.threads(), new WritecacheType());
    }

    FlushRacesWriteCompletion(Runtime runtime, TargetType writecache) {
        rig = new Rig(runtime, writecache, order, 4);
        order.formatted();
    }

    @Actor
    public void writer() {
        failed |= !rig.write(0, 1);
        writeEnded = true;
    }

    @Actor
    public void flusher() {
        r1 = writeEnded ? 1 : 0;
        failed |= !rig.flush();
        r2 = order.commit();
    }

    @Arbiter
    public void result(II_Result result) {
        rig.remove();
        result.r1 = failed ? -1 : r1;
        result.r2 = r2;
    }

    /** What the cache device sees of the race, and in which order. All fields are guarded by this. */
    private static final class Order implements IoObserver {
        private final List<Boolean> covers = new ArrayList<>(); // by bio: whether it is a FLUSH after the data's end
        private boolean active; // formatting is over
        private boolean dataEnded;
        private boolean dataDurable;
        private int commit;

        synchronized void formatted() {
            active = true;
        }

        @Override
        public synchronized int submitted(BlockDevice device, Bio bio) {
            boolean cache = device.name().equals("cache");
            covers.add(cache && bio.op() == Bio.Op.FLUSH && dataEnded);
            if (active && cache && bio.fua() && bio.sector() == 0) {
                commit = dataDurable ? 2 : 1;
            }
            return covers.size() - 1;
        }

        @Override
        public synchronized void ended(int io, Bio bio, Status status) {
            dataEnded |= bio.op() == Bio.Op.WRITE && bio.sector() == Rig.METADATA_SECTORS;
            dataDurable |= covers.get(io);
        }

        synchronized int commit() {
            return commit;
        }
    }
}
