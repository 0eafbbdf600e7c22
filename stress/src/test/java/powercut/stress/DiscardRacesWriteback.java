package powercut.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import powercut.block.IoObserver;
import powercut.dm.TargetType;
import powercut.runtime.Runtime;
import powercut.writecache.WritecacheType;

/**
 * A discard races writeback of the same block: what is read afterwards, and is every block of the cache accounted for?
 *
 * <p>The discarded sector held 1, on the origin, and then 2, in the cache. 1 must not come back, because this disk
 * makes what it discards zeros and only 2 can be under writeback; a discard that finds its block there leaves it alone
 * (WC-15 b). A neighbour, written just before everything is written back, must come through whatever happens.
 *
 * <p>r1: what the neighbour holds. r2: what the discarded sector holds. r3: blocks of the cache that are neither free
 * nor under writeback, although everything has been written back. A failed discard or write is -1.
 *
 * <pre>
 *    RESULT  SAMPLES    FREQ   (JDK 17, 2 busy cores)
 *   3, 0, 0    5,959  97.98%
 *   3, 2, 0      123   2.02%
 * </pre>
 */
@JCStressTest
@Outcome(id = "3, 0, 0", expect = ACCEPTABLE, desc = "Discarded: the origin's discard came last")
@Outcome(id = "3, 2, 0", expect = ACCEPTABLE, desc = "The writeback under way came last: the newest content is back")
@Outcome(expect = FORBIDDEN, desc = "Content that cannot be there, a lost neighbour, or a lost block")
@State
public class DiscardRacesWriteback {
    private static final int NEIGHBOUR = 4; // sectors
    private static final int DISCARDED = 6;

    private final Rig rig;
    private int r1;
    private int r2;

    public DiscardRacesWriteback() {
        this(Rig.threads(), new WritecacheType());
    }

    DiscardRacesWriteback(Runtime runtime, TargetType writecache) {
        rig = new Rig(runtime, writecache, IoObserver.NONE, 4);
        rig.write(DISCARDED, 1);
        rig.writeBackAll();
        rig.write(DISCARDED, 2);
        rig.flush();
    }

    @Actor
    public void discarder() {
        r2 = rig.discard(DISCARDED) ? 0 : -1;
    }

    @Actor
    public void writerBack() {
        Rig.Pending write = rig.startWrite(NEIGHBOUR, 3);
        rig.writeBackAll();
        r1 = write.await().isOk() ? 0 : -1;
    }

    @Arbiter
    public void result(III_Result result) {
        result.r1 = r1 == 0 ? rig.read(NEIGHBOUR) : r1;
        result.r2 = r2 == 0 ? rig.read(DISCARDED) : r2;
        result.r3 = rig.usedBlocks();
        rig.remove();
    }
}
