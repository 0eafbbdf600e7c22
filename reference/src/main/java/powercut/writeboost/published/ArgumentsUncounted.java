package powercut.writeboost.published;

import powercut.dm.BrokenInvariant;
import powercut.writeboost.Registry;
import powercut.writeboost.WriteboostType;

/** WB-C11: the constructor reads arguments that are not there, and ignores some that are. */
public final class ArgumentsUncounted extends WriteboostType {
    private static final int READ = 3;

    public ArgumentsUncounted(Registry registry) {
        super(registry);
    }

    @Override
    protected void checkCount(String[] arguments) {
        BrokenInvariant.unless(arguments.length >= READ, "writeboost_ctr reads argv[2], whatever argc is",
                arguments.length);
    }
}
