package powercut.writeboost.published;

import powercut.writeboost.Registry;
import powercut.writeboost.WriteboostType;

/** WB-C11: the constructor reads arguments that are not there, and ignores some that are. */
public final class ArgumentsUncounted extends WriteboostType {
    public ArgumentsUncounted(Registry registry) {
        super(registry);
    }

    @Override
    protected void checkCount(String[] arguments) {}
}
