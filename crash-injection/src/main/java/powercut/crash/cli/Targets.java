package powercut.crash.cli;

import java.util.List;
import powercut.crash.BadInputException;
import powercut.dm.LinearTarget;
import powercut.dm.PublishedDefect;
import powercut.dm.TargetTypes;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/** The target types that a table may name, and their published defects. */
final class Targets {
    /** All published defects, by id. */
    static final List<PublishedDefect> DEFECTS = WritecacheDefects.ALL;

    private Targets() {}

    /**
     * The corrected types, one of them replaced if there is a defect.
     *
     * @param defect null for none; has a type
     */
    static TargetTypes types(PublishedDefect defect) {
        return defect == null ? new TargetTypes(LinearTarget.TYPE, new WritecacheType())
                : new TargetTypes(LinearTarget.TYPE, new WritecacheType(), defect.type().orElseThrow());
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
                if (defect.type().isEmpty()) {
                    throw new BadInputException("--as-published " + id + ": there is no such target, because "
                            + defect.withoutType());
                }
                return defect;
            }
        }
        throw new BadInputException("--as-published " + id + ": unknown defect, powercut defects lists them all");
    }
}
