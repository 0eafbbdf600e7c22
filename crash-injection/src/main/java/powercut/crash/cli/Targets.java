package powercut.crash.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import powercut.crash.BadInputException;
import powercut.dm.LinearTarget;
import powercut.dm.PublishedDefect;
import powercut.dm.TargetModule;
import powercut.dm.TargetTypes;
import powercut.writeboost.Geometry;
import powercut.writeboost.WriteboostModule;
import powercut.writeboost.published.WriteboostDefects;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/** The target types that a table may name, and their published defects. */
final class Targets {
    /** All published defects, by id. */
    static final List<PublishedDefect> DEFECTS = Stream.of(WritecacheDefects.ALL, WriteboostDefects.ALL)
            .flatMap(List::stream).toList();

    private Targets() {}

    /** The same with segments of dm-writeboost as the driver has them. */
    static TargetTypes types(PublishedDefect defect) {
        return types(Geometry.ORDER_MAX, defect);
    }

    /**
     * The corrected types, one of them replaced if there is a defect.
     *
     * @param order of the segments of dm-writeboost
     * @param defect null for none; can exist
     */
    static TargetTypes types(int order, PublishedDefect defect) {
        List<TargetModule> modules = new ArrayList<>(List.of(LinearTarget.TYPE, new WritecacheType(),
                new WriteboostModule(order)));
        if (defect != null) {
            TargetModule published = defect.module().orElseThrow();
            modules.add(published instanceof WriteboostModule writeboost ? writeboost.ofOrder(order) : published);
        }
        return new TargetTypes(modules.toArray(TargetModule[]::new));
    }

    /**
     * The argument of {@code --as-published}.
     *
     * @param id null if the option was not given
     * @return null then
     */
    static PublishedDefect defect(String id) throws BadInputException {
        if (id == null) {
            return null;
        }
        for (PublishedDefect defect : DEFECTS) {
            if (defect.id().equals(id)) {
                if (defect.module().isEmpty()) {
                    throw new BadInputException("--as-published " + id + ": there is no such target, because "
                            + defect.withoutType());
                }
                return defect;
            }
        }
        throw new BadInputException("--as-published " + id + ": unknown defect, powercut defects lists them all");
    }
}
