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
 * goes wrong with the power on needs no crash, and a difference from the corrected target no schedule.
 */
final class ShrinkOracle implements Shrinker.Oracle {
    private final RunDescription described;
    private final Violation.Kind kind;
    private final Map<List<String>, Optional<RunSetup>> setups = new HashMap<>(); // by faults; only looked up by key

    ShrinkOracle(RunDescription described, Violation.Kind kind) {
        this.described = described.withFirstOnly();
        this.kind = kind;
    }

    /** The same under another schedule. */
    ShrinkOracle withSchedule(Schedule schedule) {
        return new ShrinkOracle(described.withSchedule(schedule), kind);
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
        return switch (kind) {
            case LOST, REFUSED -> ExploreTrial.of(run, setup, workload, point -> { }).shows(kind);
            case WRONG_READ, ERROR, HANG -> ExploreTrial.withPowerOn(run, setup, workload).shows(kind);
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
