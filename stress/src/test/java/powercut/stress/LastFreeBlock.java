package powercut.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.IoObserver;
import powercut.block.Status;
import powercut.dm.TargetType;
import powercut.runtime.Runtime;
import powercut.writecache.WritecacheType;

/**
 * Two writers race for the only block of the cache: does each write end well, and does neither take the other's block?
 *
 * <p>The loser sleeps on freelist_wait until writeback has brought the winner's block to the origin. It may take the
 * block only then; a wake-up that is lost is a hang, and the test does not end.
 *
 * <p>r1, r2: what the first and the second writer's sector holds afterwards, -1 if the write failed. r3: who got the
 * block first, or -1 if the block was taken while the origin lacked its content.
 *
 * <pre>
 *    RESULT  SAMPLES    FREQ   (JDK 17, 2 busy cores)
 *   1, 2, 1    3,690  53.00%
 *   1, 2, 2    3,272  47.00%
 * </pre>
 */
@JCStressTest
@Outcome(id = "1, 2, 1", expect = ACCEPTABLE, desc = "The first writer won; its block was written back for the second")
@Outcome(id = "1, 2, 2", expect = ACCEPTABLE, desc = "The second writer won; its block was written back for the first")
@Outcome(expect = FORBIDDEN, desc = "A write failed or was lost, or a block was shared")
@State
public class LastFreeBlock {
    private static final int FIRST = 1; // the writer, its sector and what it writes
    private static final int SECOND = 2;

    private final BlockUses uses = new BlockUses();
    private final Rig rig;
    private int r1;
    private int r2;

    public LastFreeBlock() {
        this(Rig.threads(), new WritecacheType());
    }

    LastFreeBlock(Runtime runtime, TargetType writecache) {
        rig = new Rig(runtime, writecache, uses, 1);
        uses.peekAt(rig);
    }

    @Actor
    public void firstWriter() {
        r1 = rig.write(FIRST, FIRST) ? FIRST : -1;
    }

    @Actor
    public void secondWriter() {
        r2 = rig.write(SECOND, SECOND) ? SECOND : -1;
    }

    @Arbiter
    public void result(III_Result result) {
        result.r1 = r1 == FIRST ? rig.read(FIRST) : r1;
        result.r2 = r2 == SECOND ? rig.read(SECOND) : r2;
        rig.remove();
        result.r3 = uses.result();
    }

    /** Who writes to the one block of the cache, and whether it was free again. All fields are guarded by this. */
    private static final class BlockUses implements IoObserver {
        private Rig rig;
        private int winner; // 0: none yet
        private boolean shared;

        synchronized void peekAt(Rig formatted) {
            rig = formatted;
        }

        @Override
        public synchronized int submitted(BlockDevice device, Bio bio) {
            if (rig != null && bio.op() == Bio.Op.WRITE && device.name().equals("cache")
                    && bio.sector() == Rig.METADATA_SECTORS) {
                if (winner == 0) {
                    winner = bio.data()[bio.dataOffset()];
                } else {
                    shared = rig.peekOrigin(winner) != winner;
                }
            }
            return 0;
        }

        @Override
        public void ended(int io, Bio bio, Status status) {}

        synchronized int result() {
            return shared ? -1 : winner;
        }
    }
}
