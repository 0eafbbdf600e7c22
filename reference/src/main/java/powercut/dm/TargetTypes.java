package powercut.dm;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The registered target types of one machine, by name. */
public final class TargetTypes {
    private final List<TargetModule> modules;
    private final Map<String, TargetType> byName = new TreeMap<>();

    /**
     * The types of the given modules; of two with one name the later counts, so that a published defect can stand in
     * for its target.
     */
    public TargetTypes(TargetModule... modules) {
        this(List.of(modules));
    }

    private TargetTypes(List<TargetModule> modules) {
        this.modules = modules;
        for (TargetModule module : modules) {
            module.init().forEach(type -> byName.put(type.name(), type));
        }
    }

    /** The same types on a machine that has just come up: the modules have forgotten everything. */
    public TargetTypes boot() {
        return new TargetTypes(modules);
    }

    /** The type of that name. */
    public TargetType get(String name) throws TableException {
        TargetType type = byName.get(name);
        if (type == null) {
            throw new TableException("unknown target type \"" + name + "\"; known are "
                    + String.join(", ", byName.keySet()));
        }
        return type;
    }
}
