package powercut.crash.explore;

import java.util.List;
import powercut.crash.values.Io;
import powercut.crash.values.SectorSets;

/** Replays what a recovery wrote, stopping wherever a power failure inside it is worth exploring. */
final class CrashInside {
    private CrashInside() {}

    /**
     * Stops before the end of each flush epoch of the recovery, and at its end if something is not flushed then. States
     * in between are among those of the next stop: recovery promises nothing, so the contract does not change.
     *
     * @param crashed the media as the power failure left them, as far as this recovery knows them; changed as it goes
     * @param atCrash called at each stop
     */
    static void replay(Stack stack, List<RecoveryIo> written, List<SectorSets> crashed, Runnable atCrash) {
        for (RecoveryIo io : written) {
            Io.InFlight inFlight = io.begin(crashed, stack);
            if (inFlight.endsEpoch()) {
                atCrash.run();
            }
            inFlight.end(true);
        }
        if (crashed.stream().anyMatch(SectorSets::hasUnflushed)) {
            atCrash.run();
        }
    }
}
