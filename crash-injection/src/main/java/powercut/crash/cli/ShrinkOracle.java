package powercut.crash.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import powercut.crash.BadInputException;
import powercut.crash.explore.Violation;
import powercut.crash.run.Conformance;
import powercut.crash.run.Workload;
import powercut.crash.shrink.Candidate;
import powercut.crash.shrink.Shrinker;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Schedule;

/**
 * Runs candidates as {@code explore --first} does, and looks only where a violation of the kind looked for can be: what
 * a power failure breaks needs none inside recovery if it did not before, what goes wrong with the power on needs no
 * power failure, and a difference from the corrected target no schedule.
 */
final class ShrinkOracle implements Shrinker.Oracle {
    private final RunDescription described;
    private final Violation like;
    private final Map<List<String>, Optional<RunSetup>> setups = new HashMap<>(); // by faults; only looked up by key

    /**
     * @param like shows what kind of violation is looked for, and how many power failures it may take
     */
    ShrinkOracle(RunDescription described, Violation like) {
        this.described = described;
        this.like = like;
    }

    /** The same under another schedule. */
    ShrinkOracle withSchedule(Schedule schedule) {
        return new ShrinkOracle(described.withSchedule(schedule), like);
    }

    @Override
    public boolean shows(Candidate candidate, long seed) {
        RunDescription run = described.withFaults(candidate.faults()).withSeed(seed);
        Optional<RunSetup> setup = setups.computeIfAbsent(candidate.faults(), faults -> setUp(run));
        try {
            return setup.isPresent() && shows(run, setup.get(), new Workload(candidate.ops()));
        } catch (TableException | TargetException e) {
            return false; // explore would refuse it: it needs what was left out
        }
    }

    private boolean shows(RunDescription run, RunSetup setup, Workload workload)
            throws TableException, TargetException {
        return switch (like.kind()) {
            case LOST, REFUSED -> ExploreTrial.toDepth(like.depth(), run, setup, workload).shows(like.kind());
            case WRONG_READ, ERROR, HANG -> ExploreTrial.withPowerOn(run, setup, workload).shows(like.kind());
            case DIFFERENCE -> Conformance.difference(workload, setup.compared().corrected(), setup.stack(),
                    setup.faults()).isPresent();
        };
    }

    private static Optional<RunSetup> setUp(RunDescription run) {
        try {
            return Optional.of(run.setUp());
        } catch (BadInputException | TableException e) {
            return Optional.empty();
        }
    }
}
