package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.TargetModule;
import powercut.dm.TargetTypes;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.Steps;
import powercut.writeboost.WbCache;
import powercut.writeboost.WriteboostModule;
import powercut.writeboost.published.HeadersOverlap;
import powercut.writeboost.published.WriteboostDefects;

/** What the published defects of dm-writeboost put back besides themselves breaks no promise. */
class WriteboostDefectsTest {
    private static final int SEEDS = 60;

    /** WB-A2 and WB-A3 need headers that overtake each other; by itself that is safe. */
    @ParameterizedTest
    @ValueSource(strings = {"WB-A2", "WB-A3"})
    void headersMayOvertakeEachOther(String id) throws Exception {
        Exhibit exhibit = WriteboostDefects.ALL.stream().filter(defect -> defect.id().equals(id)).findFirst()
                .orElseThrow().exhibit().orElseThrow();
        Subject subject = Subjects.find(exhibit.subject());
        Workload workload = Workload.parse(String.join("\n", exhibit.ops()), id);
        TargetModule module = new WriteboostModule(subject.order(), new Steps() {
            @Override
            public FlushDaemon flushDaemon(WbCache cache) {
                return new HeadersOverlap(cache);
            }
        });
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(Explored.of(subject.stack(new TargetTypes(module)), List.of(), workload, seed).holds())
                    .as("seed %d", seed).isTrue();
        }
    }
}
