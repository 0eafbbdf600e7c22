package powercut.writeboost;

import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.dm.TargetType;

/** The target type {@code writeboost-mgr} and its constructor, writeboost_mgr_ctr, which ignores its arguments. */
final class WriteboostMgrType implements TargetType {
    private final Registry registry;

    WriteboostMgrType(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "writeboost-mgr";
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public Target construct(TargetContext context, String[] arguments) {
        return registry.steps().writeboostMgr(context, registry);
    }
}
