package powercut.writeboost.published;

import powercut.dm.BrokenInvariant;
import powercut.dm.TargetContext;
import powercut.writeboost.Registry;
import powercut.writeboost.WriteboostMgr;

/** WB-C11: messages to the mgr are read as far as they should go. */
public final class MessageUncounted extends WriteboostMgr {
    public MessageUncounted(TargetContext context, Registry registry) {
        super(context, registry);
    }

    @Override
    protected boolean isCount(String[] words, int atLeast, int atMost) {
        BrokenInvariant.unless(words.length >= atLeast, "writeboost_mgr_message reads argv[" + (atLeast - 1)
                + "], whatever argc is", words.length);
        return true;
    }
}
