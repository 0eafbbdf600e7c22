package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import powercut.block.Bio;
import powercut.crash.run.IoEvent;
import powercut.crash.run.Session;
import powercut.crash.run.WorkloadRun;
import powercut.writecache.WritecacheType;

/**
 * Whatever is done to the writecache target, and whenever the power fails, what was promised is there and nothing else;
 * reads meanwhile return what was written; everything ends.
 *
 * <p>Every crash state of every run is explored, crashes inside recovery included. {@link PublishedDefectsTest} shows
 * that the same body finds what is wrong.
 */
interface WritecacheContract {
    /** Of the target that is held to it. */
    Machine.Mode mode();

    /** Percentage of runs, at least, in which writes to a sector are under way at the same time. */
    double overlapFloor();

    @Property(seed = "1", edgeCases = EdgeCasesMode.NONE)
    default void everyCrashStateIsAdmissible(@ForAll("scenarios") Scenario scenario) {
        Scenario.Outcome outcome = scenario.explore(new WritecacheType());

        assertThat(outcome.violations()).as(scenario.reproduction()).isEmpty();
        assertThat(outcome.explorer().funnel().exhaustive()).as("exhaustive: " + scenario.reproduction()).isTrue();
        measure(outcome.run());
    }

    @Provide
    default Arbitrary<Scenario> scenarios() {
        return Scenarios.scenarios(mode());
    }

    /** A property that never meets the hard cases says nothing. */
    private void measure(WorkloadRun run) {
        floor("power failed in the middle and the machine went on", run.sessions().size() > 1, 25);
        floor("wrote blocks back to the origin", events(run).anyMatch(WritecacheContract::isWriteback), 65);
        floor("had a FUA write", tops(run).anyMatch(IoEvent::fua), 70);
        floor("had overlapping writes under way",
                run.sessions().stream().anyMatch(WritecacheContract::hasOverlap), overlapFloor());
    }

    private static void floor(String label, boolean value, double percent) {
        Statistics.label(label).collect(value);
        Statistics.label(label).coverage(coverage -> coverage.check(true).percentage(share -> share >= percent));
    }

    private static Stream<IoEvent> events(WorkloadRun run) {
        return run.sessions().stream().flatMap(session -> session.events().stream());
    }

    private static Stream<IoEvent> tops(WorkloadRun run) {
        return events(run).filter(event -> event.disk() == IoEvent.TOP);
    }

    private static boolean isWriteback(IoEvent event) {
        return event.op() == Bio.Op.WRITE && event.what().startsWith("origin ");
    }

    /** Whether two writes to a sector were under way at the same time. */
    private static boolean hasOverlap(Session session) {
        List<IoEvent> underWay = new ArrayList<>();
        for (IoEvent event : session.events()) {
            if (event.disk() == IoEvent.TOP && event.op() == Bio.Op.WRITE) {
                if (event.end()) {
                    underWay.removeIf(begun -> begun.io() == event.io());
                } else if (underWay.stream().anyMatch(other -> event.sector() < other.sector() + other.sectors()
                        && other.sector() < event.sector() + event.sectors())) {
                    return true;
                } else {
                    underWay.add(event);
                }
            }
        }
        return false;
    }
}
