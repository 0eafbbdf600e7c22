package powercut.writeboost.published;

import java.util.List;
import java.util.stream.Stream;
import powercut.dm.PublishedDefect;
import powercut.writeboost.Geometry;
import powercut.writeboost.Steps;
import powercut.writeboost.WriteboostModule;

/** The published defects of dm-writeboost, WB-A1 to WB-D6. */
public final class WriteboostDefects {
    /** All of them, by id. */
    public static final List<PublishedDefect> ALL = Stream
            .of(CrashDefects.ALL, StopDefects.ALL, RaceDefects.ALL, CodeDefects.ALL).flatMap(List::stream).toList();

    private WriteboostDefects() {}

    /** The driver with one of them, which must be able to exist, compiled for segments of that order. */
    public static WriteboostModule module(String id, int order) {
        return ((WriteboostModule) ALL.stream().filter(defect -> defect.id().equals(id)).findFirst().orElseThrow()
                .module().orElseThrow()).ofOrder(order);
    }

    static PublishedDefect.Draft defect(String id, String title) {
        return PublishedDefect.of("writeboost", id, title);
    }

    static PublishedSteps with() {
        return new PublishedSteps();
    }

    static WriteboostModule module(Steps steps) {
        return new WriteboostModule(Geometry.ORDER_MAX, steps);
    }
}
