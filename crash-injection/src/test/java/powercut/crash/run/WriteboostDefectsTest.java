package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.dm.TableException;
import powercut.dm.TargetModule;
import powercut.dm.TargetTypes;
import powercut.writeboost.FlushDaemon;
import powercut.writeboost.Steps;
import powercut.writeboost.WbCache;
import powercut.writeboost.WriteboostModule;
import powercut.writeboost.published.HeadersOverlap;
import powercut.writeboost.published.WriteboostDefects;

/**
 * Under some schedule the exhibit of a published defect of dm-writeboost breaks a promise in some crash state, and
 * without the defect in none.
 */
class WriteboostDefectsTest {
    private static final int SEEDS = 60;

    static Stream<PublishedDefect> exhibited() {
        return WriteboostDefects.ALL.stream().filter(defect -> defect.exhibit().isPresent());
    }

    @ParameterizedTest
    @MethodSource("exhibited")
    void exhibitShowsTheDefectAndNothingElse(PublishedDefect defect) throws Exception {
        Exhibit exhibit = defect.exhibit().orElseThrow();
        Subject subject = subject(exhibit);
        TargetModule published = WriteboostDefects.module(defect.id(), subject.order());
        long seed = 1;
        while (seed <= SEEDS && explore(exhibit, subject, published, seed).violations().isEmpty()) {
            seed++;
        }
        assertThat(seed).as("seed that shows %s", defect.id()).isLessThanOrEqualTo(SEEDS);
        assertThat(explore(exhibit, subject, new WriteboostModule(subject.order()), seed).holds())
                .as("without %s, seed %d", defect.id(), seed).isTrue();
    }

    /** WB-A2 and WB-A3 need headers that overtake each other; by itself that is safe. */
    @ParameterizedTest
    @ValueSource(strings = {"WB-A2", "WB-A3"})
    void headersMayOvertakeEachOther(String id) throws Exception {
        Exhibit exhibit = WriteboostDefects.ALL.stream().filter(defect -> defect.id().equals(id)).findFirst()
                .orElseThrow().exhibit().orElseThrow();
        Subject subject = subject(exhibit);
        TargetModule module = new WriteboostModule(subject.order(), new Steps() {
            @Override
            public FlushDaemon flushDaemon(WbCache cache) {
                return new HeadersOverlap(cache);
            }
        });
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(explore(exhibit, subject, module, seed).holds()).as("seed %d", seed).isTrue();
        }
    }

    private static Subject subject(Exhibit exhibit) throws BadInputException {
        Subject subject = Subjects.find(exhibit.subject());
        return exhibit.table().isEmpty() ? subject : subject.withTable(exhibit.table());
    }

    private static Explored explore(Exhibit exhibit, Subject subject, TargetModule module, long seed)
            throws Exception {
        Stack stack = subject.stack(new TargetTypes(module));
        return Explored.of(stack, faults(exhibit.faults(), stack),
                Workload.parse(String.join("\n", exhibit.ops()), "exhibit"), seed);
    }

    private static List<DiskFault> faults(List<String> words, Stack stack) throws BadInputException, TableException {
        List<DiskFault> faults = new ArrayList<>();
        for (String fault : words) {
            faults.add(DiskFault.parse(fault, stack));
        }
        return faults;
    }
}
