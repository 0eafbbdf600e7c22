package powercut.writeboost.published;

import powercut.runtime.Runtime;
import powercut.writeboost.DmSafeIo;

/** WB-C6: what has failed is tried again, for ever. */
public final class RepeatsForEver extends DmSafeIo {
    public RepeatsForEver(Runtime runtime) {
        super(runtime);
    }

    @Override
    protected boolean repeats(int times) {
        return true;
    }
}
