package powercut.writeboost;

import java.util.List;
import powercut.dm.TargetModule;
import powercut.dm.TargetType;

/**
 * The module dm-writeboost: its compile-time constant, its global variables and its target types
 * (writeboost_module_init).
 */
public final class WriteboostModule implements TargetModule {
    private final int order;
    private final Steps steps;

    /** The corrected driver with segments of {@code 1 << order} sectors, order 4 to 11. */
    public WriteboostModule(int order) {
        this(order, new Steps());
    }

    /** The driver with another step of the protocol: one with a published defect. */
    public WriteboostModule(int order, Steps steps) {
        this.order = order;
        this.steps = steps;
    }

    /** The same driver compiled for segments of another order. */
    public WriteboostModule ofOrder(int other) {
        return new WriteboostModule(other, steps);
    }

    Steps steps() {
        return steps;
    }

    @Override
    public List<TargetType> init() {
        Registry registry = new Registry(order, steps);
        return List.of(steps.writeboostType(registry), new WriteboostMgrType(registry));
    }
}
