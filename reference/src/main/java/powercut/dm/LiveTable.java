package powercut.dm;

import java.util.ArrayList;
import java.util.List;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.dm.Target.StatusType;

/** A table with its targets: struct dm_table. */
final class LiveTable {
    /** Maps nothing. */
    static final LiveTable EMPTY = new LiveTable(List.of());

    private final List<Mapping> mappings; // by sector, without gaps

    /** A target and its range. */
    record Mapping(long begin, long sectors, String type, Target target) {
        boolean contains(long sector) {
            return sector >= begin && sector - begin < sectors;
        }

        /** One past the last sector. */
        long end() {
            return begin + sectors;
        }
    }

    /** Makes the context in which the target of a line is constructed. */
    interface Contexts {
        TargetContext of(Table.Line line);
    }

    private LiveTable(List<Mapping> mappings) {
        this.mappings = mappings;
    }

    /** Constructs the targets; if one is refused, those before it are destroyed. */
    static LiveTable construct(Table table, TargetTypes types, Contexts contexts)
            throws TableException, TargetException {
        LiveTable live = new LiveTable(new ArrayList<>(table.lines().size()));
        try {
            for (Table.Line line : table.lines()) {
                Target target = types.get(line.type()).construct(contexts.of(line),
                        line.arguments().toArray(String[]::new));
                live.mappings.add(new Mapping(line.begin(), line.sectors(), line.type(), target));
            }
        } catch (TableException | TargetException e) {
            live.destroy();
            throw e;
        }
        return live;
    }

    List<Mapping> mappings() {
        return mappings;
    }

    long sectors() {
        return mappings.isEmpty() ? 0 : mappings.get(mappings.size() - 1).end();
    }

    /** What maps {@code sector}; null if nothing does. */
    Mapping at(long sector) {
        for (int i = 0; i < mappings.size(); i++) {
            if (mappings.get(i).contains(sector)) {
                return mappings.get(i);
            }
        }
        return null;
    }

    /** The limits of the devices below, as the targets see them, stacked. */
    Limits limits() {
        Limits all = Limits.DEFAULT;
        for (Mapping mapping : mappings) {
            Limits below = Limits.DEFAULT;
            for (BlockDevice device : mapping.target.iterateDevices()) {
                below = below.stack(device.limits());
            }
            all = all.stack(mapping.target.ioHints(below));
        }
        return all;
    }

    void presuspend() {
        mappings.forEach(mapping -> mapping.target.presuspend());
    }

    void postsuspend() {
        mappings.forEach(mapping -> mapping.target.postsuspend());
    }

    void resume() {
        mappings.forEach(mapping -> mapping.target.resume());
    }

    void destroy() {
        mappings.forEach(mapping -> mapping.target.destroy());
    }

    /** One line per target: {@code begin sectors type ...}. */
    List<String> status(StatusType type) {
        return mappings.stream()
                .map(m -> (m.begin + " " + m.sectors + " " + m.type + " " + m.target.status(type)).stripTrailing())
                .toList();
    }

    void digest(StateDigest digest) {
        for (int i = 0; i < mappings.size(); i++) {
            mappings.get(i).target.digest(digest);
        }
    }
}
