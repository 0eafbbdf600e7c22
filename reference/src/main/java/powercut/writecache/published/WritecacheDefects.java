package powercut.writecache.published;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import powercut.dm.PublishedDefect;
import powercut.dm.TargetType;
import powercut.writecache.WritecacheSteps;

/** The published defects of dm-writecache, WC-01 to WC-50. */
public final class WritecacheDefects {
    static final String LINUX = "Linux 6.1";

    /** All of them, by id. */
    public static final List<PublishedDefect> ALL = Stream
            .of(DurabilityDefects.ALL, HangDefects.ALL, OptionDefects.ALL, PersistentMemoryDefects.ALL)
            .flatMap(List::stream).sorted(Comparator.comparing(PublishedDefect::id)).toList();

    private WritecacheDefects() {}

    /** The target with one of them; the defect must have a type. */
    public static TargetType type(String id) {
        return ALL.stream().filter(defect -> defect.id().equals(id)).findFirst().orElseThrow().module().orElseThrow()
                .init().get(0);
    }

    static PublishedDefect.Draft defect(String id, String title) {
        return PublishedDefect.of("writecache", id, title);
    }

    static WritecacheSteps with() {
        return new WritecacheSteps();
    }
}
