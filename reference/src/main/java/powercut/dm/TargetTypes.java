package powercut.dm;

import java.util.Map;
import java.util.TreeMap;

/** The registered target types, by name. */
public final class TargetTypes {
    private final Map<String, TargetType> byName = new TreeMap<>();

    /**
     * The given types; of two with one name the later counts, so that a published defect can stand in for its target.
     */
    public TargetTypes(TargetType... types) {
        for (TargetType type : types) {
            byName.put(type.name(), type);
        }
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
